namespace TradingBot.Silo.Cluster;

/// <summary>Where the cluster's tables are.</summary>
internal sealed record ClusterDatabase(string ConnectionString);

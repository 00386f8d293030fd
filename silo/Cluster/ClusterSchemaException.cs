namespace TradingBot.Silo.Cluster;

/// <summary>The cluster's tables are not those that this program works with.</summary>
internal sealed class ClusterSchemaException(string message) : IOException(message);

namespace TradingBot.Silo.Cluster;

/// <summary>What a process of a cluster does.</summary>
public enum ClusterRole
{
    /// <summary>It runs grains.</summary>
    Silo,

    /// <summary>It serves the HTTP API, and calls the grains of others.</summary>
    Api,
}

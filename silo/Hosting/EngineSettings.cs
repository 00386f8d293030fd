using TradingBot.Silo.Cluster;
using TradingBot.Silo.Journal;

namespace TradingBot.Silo.Hosting;

/// <summary>What the engines ask of the configuration.</summary>
/// <param name="DataDirectory">The data folder.</param>
/// <param name="Journal">Where the journal is.</param>
/// <param name="Storage">Where a cluster's data are.</param>
/// <param name="Cluster">How a cluster's processes find each other.</param>
/// <param name="HasOwnKey">Whether the master key is this process's own, made here.</param>
internal sealed record EngineSettings(string DataDirectory, JournalOptions Journal, StorageSettings Storage, ClusterSettings Cluster, bool HasOwnKey);

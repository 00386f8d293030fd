namespace TradingBot.Engine.Hosting;

/// <summary>Counters of the engine for an operator. Reading them walks all activations: once a second is fine, in a loop is not.</summary>
public interface IEngineStatistics
{
    /// <summary>Activations in memory, by grain type.</summary>
    IReadOnlyDictionary<string, int> ActivationsByType { get; }

    /// <summary>Calls begun since the start.</summary>
    long Calls { get; }

    /// <summary>Calls that run or wait at this moment.</summary>
    long PendingCalls { get; }

    /// <summary>Calls that have failed since the start, by method.</summary>
    IReadOnlyDictionary<string, long> FailedCalls { get; }

    /// <summary>Calls that have taken longer than 250 ms since the start, by method.</summary>
    IReadOnlyDictionary<string, long> SlowCalls { get; }

    /// <summary>Writes made durable since the start.</summary>
    long StorageWrites { get; }

    /// <summary>Transactions, each with one fsync, that those writes took.</summary>
    long StorageCommits { get; }

    /// <summary>False from a failed transaction until one succeeds.</summary>
    bool StorageHealthy { get; }
}

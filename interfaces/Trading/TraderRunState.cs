namespace TradingBot.Trading;

/// <summary>Whether a trader trades.</summary>
[GenerateSerializer, Alias("trader-run-state")]
public enum TraderRunState
{
    /// <summary>
    /// No entries and no raised stops. A position that is still open keeps its stop at the exchange, and its fills are booked.
    /// </summary>
    Stopped,

    /// <summary>Entries and exits.</summary>
    Running,

    /// <summary>No entries; an open position is managed to its exit, stops are raised.</summary>
    Paused,
}

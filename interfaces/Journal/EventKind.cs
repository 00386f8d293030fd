namespace TradingBot.Journal;

/// <summary>What an event tells of.</summary>
[GenerateSerializer, Alias("event-kind")]
public enum EventKind
{
    /// <summary>An order was placed, refused, filled, cancelled or has expired.</summary>
    Order,

    /// <summary>A fill.</summary>
    Fill,

    /// <summary>A position was closed.</summary>
    Trade,

    /// <summary>Something worth knowing: an entry that was not placed, an exchange that does not answer.</summary>
    Notice,

    /// <summary>The trader was started, paused, resumed or stopped.</summary>
    RunState,
}

using TradingBot.Numbers;

namespace TradingBot.Grains.Trading.Strategies;

/// <summary>How a strategy wants to enter.</summary>
public enum EntryKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>A stop-limit buy.</summary>
    StopLimit,

    /// <summary>A market buy at the candle's close.</summary>
    Market,
}

/// <summary>What a strategy says at a candle's close. Prices are rounded down to the tick size by the receiver.</summary>
/// <param name="Entry">The entry wanted while there is no position.</param>
/// <param name="Trigger">Trigger price of a stop-limit entry.</param>
/// <param name="Limit">Limit price of a stop-limit entry, not below the trigger.</param>
/// <param name="Stop">Where the protective stop of a long position belongs as of this close; it is only ever raised.</param>
/// <param name="Exit">Leave a position at market now.</param>
public readonly record struct Signal(EntryKind Entry, Fixed8 Trigger, Fixed8 Limit, Fixed8 Stop, bool Exit);

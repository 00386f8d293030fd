using TradingBot.Numbers;

namespace TradingBot.Trading;

/// <summary>How the quantity of an entry is chosen.</summary>
[GenerateSerializer, Alias("size-kind")]
public enum SizeKind
{
    /// <summary>A fixed quantity of the base asset.</summary>
    Fixed,

    /// <summary>A fixed amount of the quote asset.</summary>
    Quote,

    /// <summary>A percentage of the free quote balance (times leverage on USDⓈ-M).</summary>
    Percent,
}

/// <summary>The size of an entry.</summary>
/// <param name="Kind">How to read <paramref name="Value"/>.</param>
/// <param name="Value">Base quantity, quote amount, or percent (above 0, at most 100).</param>
[GenerateSerializer, Immutable, Alias("position-size")]
public readonly record struct PositionSize([property: Id(0)] SizeKind Kind, [property: Id(1)] Fixed8 Value);

using TradingBot.Numbers;

namespace TradingBot.MarketData;

/// <summary>A closed candle (kline).</summary>
/// <param name="OpenTime">Open time, milliseconds since 1970, UTC.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Traded quantity in the base asset.</param>
[GenerateSerializer, Immutable, Alias("candle")]
public readonly record struct Candle(
    [property: Id(0)] long OpenTime,
    [property: Id(1)] Fixed8 Open,
    [property: Id(2)] Fixed8 High,
    [property: Id(3)] Fixed8 Low,
    [property: Id(4)] Fixed8 Close,
    [property: Id(5)] decimal Volume)
{
    /// <summary>
    /// The highest price that the service computes with, 10,000,000,000: four of them still add up without overflow.
    /// </summary>
    public static readonly Fixed8 MaxPrice = new(10_000_000_000 * Fixed8.Scale);

    /// <summary>Why this is not a valid candle, or null when it is one.</summary>
    public string? Invalidity()
    {
        if (OpenTime < 0)
            return $"open time {OpenTime} is negative";
        if (!Low.IsPositive || !Open.IsPositive || !Close.IsPositive || !High.IsPositive)
            return $"a price is not above zero (open {Open}, high {High}, low {Low}, close {Close})";
        if (High > MaxPrice)
            return $"high {High} is above the largest supported price {MaxPrice}";
        if (Open < Low || Open > High)
            return $"open {Open} is outside low {Low} to high {High}";
        if (Close < Low || Close > High)
            return $"close {Close} is outside low {Low} to high {High}";
        return Volume < 0 ? $"volume {Volume} is negative" : null;
    }
}

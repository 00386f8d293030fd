using TradingBot.Numbers;

namespace TradingBot.MarketData;

/// <summary>A closed candle with its Heikin Ashi values.</summary>
/// <param name="Candle">The candle.</param>
/// <param name="HaOpen">Heikin Ashi open.</param>
/// <param name="HaHigh">Heikin Ashi high.</param>
/// <param name="HaLow">Heikin Ashi low.</param>
/// <param name="HaClose">Heikin Ashi close.</param>
[GenerateSerializer, Immutable, Alias("chart-candle")]
public readonly record struct ChartCandle(
    [property: Id(0)] Candle Candle,
    [property: Id(1)] Fixed8 HaOpen,
    [property: Id(2)] Fixed8 HaHigh,
    [property: Id(3)] Fixed8 HaLow,
    [property: Id(4)] Fixed8 HaClose);

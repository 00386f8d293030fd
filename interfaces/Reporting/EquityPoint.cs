using TradingBot.Numbers;

namespace TradingBot.Reporting;

/// <summary>Equity at a candle's close.</summary>
/// <param name="Time">Open time of the candle, milliseconds UTC.</param>
/// <param name="Equity">Equity, what is held valued at the close.</param>
[GenerateSerializer, Immutable, Alias("equity-point")]
public readonly record struct EquityPoint([property: Id(0)] long Time, [property: Id(1)] Fixed16 Equity);

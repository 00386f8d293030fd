namespace TradingBot.MarketData;

/// <summary>
/// A closed candle on its way to those who follow the series, with the link that shows a receiver whether it has missed one.
/// </summary>
/// <param name="Candle">The candle.</param>
/// <param name="PreviousOpenTime">
/// Open time of the candle that really came before it (an exchange outage leaves out candles for everybody); -1 for the first
/// of a series.
/// </param>
/// <param name="Trace">W3C <c>traceparent</c> of the span that published it; null while nobody traces.</param>
/// <param name="IsRepeat">Told before, some time ago: for those to whom it has not come.</param>
[GenerateSerializer, Immutable, Alias("closed-candle")]
public readonly record struct ClosedCandle(
    [property: Id(0)] Candle Candle, [property: Id(1)] long PreviousOpenTime, [property: Id(2)] string? Trace = null, [property: Id(3)] bool IsRepeat = false)
{
    /// <summary>The <see cref="PreviousOpenTime"/> of the first candle of a series.</summary>
    public const long None = -1;
}

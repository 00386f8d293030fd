using TradingBot.ClientApi.Http;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.ClientApi.Candles;

/// <summary>A closed candle with its Heikin Ashi values.</summary>
/// <param name="OpenTime">Open time.</param>
/// <param name="OpenTimeMs">Open time, milliseconds since 1970.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Traded quantity in base.</param>
/// <param name="HaOpen">Heikin Ashi open.</param>
/// <param name="HaHigh">Heikin Ashi high.</param>
/// <param name="HaLow">Heikin Ashi low.</param>
/// <param name="HaClose">Heikin Ashi close.</param>
public sealed record CandleResponse(
    DateTimeOffset OpenTime, long OpenTimeMs, Fixed8 Open, Fixed8 High, Fixed8 Low, Fixed8 Close, decimal Volume, Fixed8 HaOpen,
    Fixed8 HaHigh, Fixed8 HaLow, Fixed8 HaClose)
{
    public static CandleResponse From(ChartCandle chart)
    {
        var c = chart.Candle;
        return new(
            ApiTime.Of(c.OpenTime), c.OpenTime, c.Open, c.High, c.Low, c.Close, c.Volume,
            chart.HaOpen, chart.HaHigh, chart.HaLow, chart.HaClose);
    }
}

using TradingBot.MarketData;

namespace TradingBot.Trading;

/// <summary>A grain that is handed the closed candles of a series.</summary>
[Alias("candle-follower")]
public interface ICandleFollower : IGrainWithStringKey
{
    /// <summary>
    /// A candle has closed. May come twice (drop it by its open time) and may leave candles out (fetch those between
    /// <see cref="ClosedCandle.PreviousOpenTime"/> and the last one seen from <see cref="IMarketDataGrain"/>).
    /// </summary>
    /// <param name="series">The series.</param>
    /// <param name="candle">The candle.</param>
    [Alias("on-candle")]
    Task OnCandleAsync(CandleSeries series, ClosedCandle candle);
}

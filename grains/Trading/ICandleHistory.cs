using System.Collections.Immutable;
using TradingBot.MarketData;

namespace TradingBot.Grains.Trading;

/// <summary>Where a trader gets the candles that it has missed or wants to warm up on.</summary>
public interface ICandleHistory
{
    /// <summary>Closed candles in order, at most 1,500.</summary>
    /// <param name="series">The series.</param>
    /// <param name="from">First open time, inclusive; null for the newest.</param>
    /// <param name="to">Last open time, inclusive; null for the newest closed candle.</param>
    /// <param name="limit">At most so many: the oldest when <paramref name="from"/> is given, else the newest.</param>
    Task<ImmutableArray<Candle>> GetAsync(CandleSeries series, long? from, long? to, int limit);
}

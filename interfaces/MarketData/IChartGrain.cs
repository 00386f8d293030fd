using System.Collections.Immutable;
using Orleans.Concurrency;

namespace TradingBot.MarketData;

/// <summary>The candles of one series as a chart shows them. Key: <c>market:symbol/interval</c>.</summary>
[Alias("chart")]
public interface IChartGrain : IGrainWithStringKey
{
    /// <summary>The most candles in one answer.</summary>
    const int MaxCandles = 1_000;

    /// <summary>
    /// Closed candles, oldest first, with their Heikin Ashi values. Those are computed from candles before the first one on, as many
    /// as a starting trader warms up with, so that they are the ones that it decides by.
    /// </summary>
    /// <param name="from">First open time wanted, inclusive; null for the newest <paramref name="limit"/> up to <paramref name="to"/>.</param>
    /// <param name="to">Last open time wanted, inclusive; null for the newest.</param>
    /// <param name="limit">At most this many, 1 to <see cref="MaxCandles"/>.</param>
    /// <exception cref="UnknownSymbolException">The source does not have the symbol.</exception>
    /// <exception cref="UnavailableIntervalException">The source does not have the interval.</exception>
    [AlwaysInterleave, Alias("get")]
    Task<ImmutableArray<ChartCandle>> GetAsync(long? from, long? to, int limit);
}

using System.Collections.Immutable;
using Orleans;
using TradingBot.Exchange.MarketData;
using TradingBot.Grains.Trading.Indicators;
using TradingBot.MarketData;

namespace TradingBot.Grains.MarketData;

/// <summary>Adds Heikin Ashi values to the candles of the market-data grain.</summary>
public sealed class ChartGrain : Grain, IChartGrain
{
    // The seed's weight halves with every candle; after this many it is below the eighth decimal of any price.
    private const int WarmUp = 100;

    public async Task<ImmutableArray<ChartCandle>> GetAsync(long? from, long? to, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, IChartGrain.MaxCandles);
        var source = GrainFactory.GetGrain<IMarketDataGrain>(this.GetPrimaryKeyString());
        if (from is null)
        {
            var newest = await source.GetCandlesAsync(null, to, Math.Min(limit + WarmUp, HistoryLimits.MaxCandles));
            return Chart(newest.Length > limit ? newest[..^limit] : [], newest.Length > limit ? newest[^limit..] : newest);
        }

        var wanted = await source.GetCandlesAsync(from, to, limit);
        return wanted.IsEmpty || wanted[0].OpenTime == 0
            ? Chart([], wanted)
            : Chart(await source.GetCandlesAsync(null, wanted[0].OpenTime - 1, WarmUp), wanted);
    }

    private static ImmutableArray<ChartCandle> Chart(ImmutableArray<Candle> before, ImmutableArray<Candle> wanted)
    {
        var series = new HeikinAshi();
        foreach (var candle in before)
            series.Next(candle);
        var chart = ImmutableArray.CreateBuilder<ChartCandle>(wanted.Length);
        foreach (var candle in wanted)
        {
            var ha = series.Next(candle);
            chart.Add(new(candle, ha.Open, ha.High, ha.Low, ha.Close));
        }

        return chart.MoveToImmutable();
    }
}

using System.Collections.Immutable;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Silo.Demo;

/// <summary>
/// Three users with different symbols, strategies and sizes. On a recording they trade the series that it has.
/// </summary>
public static class DemoUsers
{
    /// <summary>The demo users' traders.</summary>
    /// <param name="series">The series that the source of candles has; not empty.</param>
    public static ImmutableArray<DemoTrader> For(IReadOnlyList<CandleSeries> series)
    {
        CandleSeries Pick(string preferred, int index) =>
            series.FirstOrDefault(s => s.ToString() == preferred, series[index % series.Count]);

        var (first, second, third) = (Pick("spot:BTCUSDT/1m", 0), Pick("spot:ETHUSDT/1m", 1), Pick("usdm:SOLUSDT/1m", 2));
        var emaCross = new StrategySettings(
            "ema-cross",
            ImmutableSortedDictionary<string, string>.Empty.Add("fast", "5").Add("slow", "13").Add("atrMultiple", "2"));
        return
        [
            new(new("alice", first.Symbol), new(first.Interval, StrategySettings.Breakout("5", "5"), new(SizeKind.Quote, Whole(1_000)))),
            new(new("bruno", second.Symbol), new(second.Interval, StrategySettings.Breakout("0.5", "0.5"), new(SizeKind.Percent, Whole(25)))),
            new(new("chandra", third.Symbol), new(
                third.Interval, emaCross, new(SizeKind.Percent, Whole(10)), third.Symbol.Market == MarketType.Usdm ? 3 : 1)),
        ];
    }

    private static Fixed8 Whole(int value) => new(value * Fixed8.Scale);
}

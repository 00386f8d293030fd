using System.Collections.Immutable;
using TradingBot.Backtesting;
using TradingBot.Grains.Reporting;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Reporting;

namespace TradingBot.Grains.Backtesting;

/// <summary>Makes of a backtest's result what is kept and shown.</summary>
public static class BacktestOutcomes
{
    /// <summary>The figures of a run over candles.</summary>
    public static BacktestOutcome From(BacktestSettings settings, Candle[] candles, BacktestResult result)
    {
        var openTimes = Array.ConvertAll(candles, static c => c.OpenTime);
        return new(
            result.Candles, openTimes[0], openTimes[^1], result.FinalCash, result.FinalBase, result.FinalEquity,
            PerformanceOf(settings, candles, result), result.EntriesNotPlaced, ThinOut(openTimes, result.Equity));
    }

    /// <summary>The key figures of a run over candles.</summary>
    public static PerformanceReport PerformanceOf(BacktestSettings settings, Candle[] candles, BacktestResult result) => Performance.From(
        result.Trades, settings.Cash, Array.ConvertAll(candles, static c => c.OpenTime), result.Equity,
        result.OpenPosition?.EntryTime, result.OpenPosition?.Fees ?? default);

    private static ImmutableArray<EquityPoint> ThinOut(long[] openTimes, Fixed16[] equity)
    {
        var count = Math.Min(equity.Length, BacktestOutcome.MaxEquityPoints);
        var points = ImmutableArray.CreateBuilder<EquityPoint>(count);
        for (var i = 1; i <= count; i++)
        {
            var at = (int)((long)i * equity.Length / count) - 1;
            points.Add(new(openTimes[at], equity[at]));
        }

        return points.MoveToImmutable();
    }
}

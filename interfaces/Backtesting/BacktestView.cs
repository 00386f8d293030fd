using System.Collections.Immutable;
using TradingBot.Numbers;
using TradingBot.Reporting;

namespace TradingBot.Backtesting;

/// <summary>A backtest as people see it.</summary>
/// <param name="Id">Its id among its user's.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="CreatedAt">When it was asked for, milliseconds UTC.</param>
/// <param name="Order">What is tested.</param>
/// <param name="Stage">How far it is.</param>
/// <param name="Progress">Candles done as a fraction, 0 to 1.</param>
/// <param name="Failure">Why it has no result; empty otherwise.</param>
/// <param name="Result">The result, once it is done.</param>
[GenerateSerializer, Immutable, Alias("backtest-view")]
public sealed record BacktestView(
    [property: Id(0)] string Id,
    [property: Id(1)] string UserId,
    [property: Id(2)] long CreatedAt,
    [property: Id(3)] BacktestOrder Order,
    [property: Id(4)] BacktestStage Stage,
    [property: Id(5)] double Progress,
    [property: Id(6)] string Failure,
    [property: Id(7)] BacktestOutcome? Result);

/// <summary>What a backtest found.</summary>
/// <param name="Candles">Number of candles.</param>
/// <param name="FirstOpenTime">Open time of the first, milliseconds UTC.</param>
/// <param name="LastOpenTime">Open time of the last.</param>
/// <param name="FinalCash">Quote balance at the end.</param>
/// <param name="FinalBase">Base held at the end; USDⓈ-M: the open position.</param>
/// <param name="FinalEquity">Both, valued at the last close.</param>
/// <param name="Performance">The key figures.</param>
/// <param name="EntriesNotPlaced">How often an entry was not placed, by filter or rule.</param>
/// <param name="Equity">Equity at closes, thinned out evenly to at most <see cref="MaxEquityPoints"/>; the last is always there.</param>
[GenerateSerializer, Immutable, Alias("backtest-outcome")]
public sealed record BacktestOutcome(
    [property: Id(0)] int Candles,
    [property: Id(1)] long FirstOpenTime,
    [property: Id(2)] long LastOpenTime,
    [property: Id(3)] Fixed16 FinalCash,
    [property: Id(4)] Fixed8 FinalBase,
    [property: Id(5)] Fixed16 FinalEquity,
    [property: Id(6)] PerformanceReport Performance,
    [property: Id(7)] ImmutableSortedDictionary<string, int> EntriesNotPlaced,
    [property: Id(8)] ImmutableArray<EquityPoint> Equity)
{
    /// <summary>The most points of the equity curve.</summary>
    public const int MaxEquityPoints = 500;
}

using System.Collections.Immutable;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Reporting;

/// <summary>What trading has achieved. Money is in quote; every figure is defined in docs/journal.md.</summary>
/// <param name="From">Open time of the first candle, milliseconds UTC.</param>
/// <param name="To">Close time of the last candle, milliseconds UTC. Equal to <paramref name="From"/> when there was no trading.</param>
/// <param name="TimeZone">The time zone of the periods.</param>
/// <param name="Resolution">The interval at whose closes equity is taken; null when there was no trading.</param>
/// <param name="Capital">Equity before the first trade ever.</param>
/// <param name="StartEquity">Equity at <paramref name="From"/>.</param>
/// <param name="EndEquity">Equity at <paramref name="To"/>: start + realised + change of unrealised.</param>
/// <param name="RealisedPnl">PnL of the trades closed within, after commissions.</param>
/// <param name="UnrealisedPnl">At the end: what is held at its last close, minus what it has cost with commissions.</param>
/// <param name="Performance">The key figures.</param>
/// <param name="Days">By day, oldest first; days without a candle are left out.</param>
/// <param name="Weeks">By ISO week, which begins on Monday.</param>
/// <param name="Months">By month.</param>
/// <param name="Symbols">By symbol.</param>
/// <param name="EquityCurve">Equity at the closes, thinned out evenly; the last point is always there.</param>
[GenerateSerializer, Immutable, Alias("trading-report")]
public sealed record TradingReport(
    [property: Id(0)] long From,
    [property: Id(1)] long To,
    [property: Id(2)] string TimeZone,
    [property: Id(3)] CandleInterval? Resolution,
    [property: Id(4)] Fixed16 Capital,
    [property: Id(5)] Fixed16 StartEquity,
    [property: Id(6)] Fixed16 EndEquity,
    [property: Id(7)] Fixed16 RealisedPnl,
    [property: Id(8)] Fixed16 UnrealisedPnl,
    [property: Id(9)] PerformanceReport Performance,
    [property: Id(10)] ImmutableArray<PeriodReport> Days,
    [property: Id(11)] ImmutableArray<PeriodReport> Weeks,
    [property: Id(12)] ImmutableArray<PeriodReport> Months,
    [property: Id(13)] ImmutableArray<SymbolReport> Symbols,
    [property: Id(14)] ImmutableArray<EquityPoint> EquityCurve);

using TradingBot.Numbers;

namespace TradingBot.Reporting;

/// <summary>
/// What trading has achieved: the same figures, from the same code, for live trading, paper trading and backtests. Money is
/// exact (averages are rounded half to even at eight decimals); ratios are floating point. A figure that the data do not
/// define is null.
/// </summary>
/// <param name="Trades">Closed trades.</param>
/// <param name="Wins">Trades with a profit after commissions.</param>
/// <param name="Losses">Trades with a loss after commissions. A trade of exactly zero is neither.</param>
/// <param name="WinRate">Wins / trades, 0 to 1. Null without trades.</param>
/// <param name="ProfitFactor">Sum of all wins / sum of all losses, both positive. Null without losses.</param>
/// <param name="Expectancy">Mean profit or loss of a trade, in the quote asset. Null without trades.</param>
/// <param name="AverageWin">Mean profit of the wins, in the quote asset. Null without wins.</param>
/// <param name="AverageLoss">Mean loss of the losses, in the quote asset, a negative amount. Null without losses.</param>
/// <param name="MaxDrawdown">
/// Largest fall of the equity from an earlier peak, as a fraction of that peak. Equity is taken at the start and at each candle's
/// close, the open position valued there; what happens within a candle does not count.
/// </param>
/// <param name="Sharpe">
/// Mean / sample standard deviation of the daily returns * sqrt(365), risk-free rate 0. Source:
/// W. F. Sharpe, The Sharpe Ratio (1994). Null with fewer than two days or without deviation.
/// </param>
/// <param name="Sortino">
/// Mean daily return / downside deviation * sqrt(365), where the downside deviation is the root of the mean over all days of
/// min(return, 0)². Source: Sortino and Price (1994), target 0. Null with fewer than two days or without a losing day.
/// </param>
/// <param name="ReturnPct">(Last equity / start equity - 1) * 100.</param>
/// <param name="Exposure">Share of the candles in which a position was open, the candles of entry and exit included, 0 to 1.</param>
/// <param name="Commissions">Commissions paid: those of the closed trades and of the position that is still open, in the quote asset.</param>
[GenerateSerializer, Immutable, Alias("performance-report")]
public sealed record PerformanceReport(
    [property: Id(0)] int Trades,
    [property: Id(1)] int Wins,
    [property: Id(2)] int Losses,
    [property: Id(3)] double? WinRate,
    [property: Id(4)] double? ProfitFactor,
    [property: Id(5)] Fixed16? Expectancy,
    [property: Id(6)] Fixed16? AverageWin,
    [property: Id(7)] Fixed16? AverageLoss,
    [property: Id(8)] double MaxDrawdown,
    [property: Id(9)] double? Sharpe,
    [property: Id(10)] double? Sortino,
    [property: Id(11)] double ReturnPct,
    [property: Id(12)] double Exposure,
    [property: Id(13)] Fixed16 Commissions);

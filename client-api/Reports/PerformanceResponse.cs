using TradingBot.ClientApi.Http;
using TradingBot.Numbers;
using TradingBot.Reporting;

namespace TradingBot.ClientApi.Reports;

/// <summary>The key figures of trading. A figure that the data do not define is null.</summary>
/// <param name="Trades">Closed trades.</param>
/// <param name="Wins">Trades with a profit after commissions.</param>
/// <param name="Losses">Trades with a loss after commissions.</param>
/// <param name="WinRate">Wins / trades, 0 to 1.</param>
/// <param name="ProfitFactor">Sum of the wins / sum of the losses.</param>
/// <param name="Expectancy">Mean PnL of a trade, in quote.</param>
/// <param name="AverageWin">Mean profit of the wins, in quote.</param>
/// <param name="AverageLoss">Mean loss of the losses, in quote, negative.</param>
/// <param name="MaxDrawdown">Largest fall of the equity from a peak, as a fraction of it.</param>
/// <param name="Sharpe">Sharpe ratio of daily returns, a year.</param>
/// <param name="Sortino">Sortino ratio of daily returns, a year.</param>
/// <param name="ReturnPct">Change of the equity in percent.</param>
/// <param name="Exposure">Share of the candles with an open position, 0 to 1.</param>
/// <param name="Commissions">Commissions paid, in quote.</param>
public sealed record PerformanceResponse(
    int Trades, int Wins, int Losses, double? WinRate, double? ProfitFactor, Fixed16? Expectancy, Fixed16? AverageWin, Fixed16? AverageLoss,
    double? MaxDrawdown, double? Sharpe, double? Sortino, double? ReturnPct, double Exposure, Fixed16 Commissions)
{
    public static PerformanceResponse From(PerformanceReport p) => new(
        p.Trades, p.Wins, p.Losses, p.WinRate, p.ProfitFactor, p.Expectancy, p.AverageWin, p.AverageLoss, p.MaxDrawdown, p.Sharpe, p.Sortino,
        p.ReturnPct, p.Exposure, p.Commissions);
}

/// <summary>Equity at a candle's close.</summary>
/// <param name="Time">Open time of the candle.</param>
/// <param name="TimeMs">The same, milliseconds since 1970.</param>
/// <param name="Equity">Equity in quote.</param>
public sealed record EquityPointResponse(DateTimeOffset Time, long TimeMs, Fixed16 Equity)
{
    public static EquityPointResponse From(EquityPoint p) => new(ApiTime.Of(p.Time), p.Time, p.Equity);
}

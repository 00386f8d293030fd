using TradingBot.ClientApi.Http;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Reporting;

namespace TradingBot.ClientApi.Reports;

/// <summary>What trading has achieved. Money is in quote.</summary>
/// <param name="From">Open time of the first candle.</param>
/// <param name="To">Close time of the last candle; equal to from when there was no trading.</param>
/// <param name="TimeZone">Time zone of the periods.</param>
/// <param name="Resolution">The interval at whose closes equity is taken.</param>
/// <param name="Capital">Equity before the first trade ever.</param>
/// <param name="StartEquity">Equity at from.</param>
/// <param name="EndEquity">Equity at to.</param>
/// <param name="RealisedPnl">PnL of the trades closed within, after commissions.</param>
/// <param name="UnrealisedPnl">Of what is open at the end.</param>
/// <param name="Performance">The key figures.</param>
/// <param name="Days">By day.</param>
/// <param name="Weeks">By ISO week.</param>
/// <param name="Months">By month.</param>
/// <param name="Symbols">By symbol.</param>
/// <param name="EquityCurve">Equity at closes.</param>
public sealed record PnlResponse(
    DateTimeOffset From, DateTimeOffset To, string TimeZone, CandleInterval? Resolution, Fixed16 Capital, Fixed16 StartEquity, Fixed16 EndEquity,
    Fixed16 RealisedPnl, Fixed16 UnrealisedPnl, PerformanceResponse Performance, IReadOnlyList<PeriodResponse> Days,
    IReadOnlyList<PeriodResponse> Weeks, IReadOnlyList<PeriodResponse> Months, IReadOnlyList<SymbolPnlResponse> Symbols,
    IReadOnlyList<EquityPointResponse> EquityCurve)
{
    public static PnlResponse Of(TradingReport r) => new(
        ApiTime.Of(r.From), ApiTime.Of(r.To), r.TimeZone, r.Resolution, r.Capital, r.StartEquity, r.EndEquity, r.RealisedPnl, r.UnrealisedPnl,
        PerformanceResponse.From(r.Performance), [.. r.Days.Select(PeriodResponse.From)], [.. r.Weeks.Select(PeriodResponse.From)],
        [.. r.Months.Select(PeriodResponse.From)], [.. r.Symbols.Select(SymbolPnlResponse.From)], [.. r.EquityCurve.Select(EquityPointResponse.From)]);
}

/// <summary>One day, week or month.</summary>
/// <param name="Name">2024-12-31, 2025-W01 or 2024-12.</param>
/// <param name="FirstDay">Its first day.</param>
/// <param name="Trades">Trades closed within.</param>
/// <param name="Wins">Those with a profit.</param>
/// <param name="Losses">Those with a loss.</param>
/// <param name="RealisedPnl">PnL of these trades after commissions.</param>
/// <param name="UnrealisedPnl">Unrealised PnL at the end.</param>
/// <param name="Commissions">Commissions of the fills within.</param>
/// <param name="Equity">Equity at the end.</param>
/// <param name="Pnl">Change of the equity.</param>
public sealed record PeriodResponse(
    string Name, DateOnly FirstDay, int Trades, int Wins, int Losses, Fixed16 RealisedPnl, Fixed16 UnrealisedPnl, Fixed16 Commissions,
    Fixed16 Equity, Fixed16 Pnl)
{
    public static PeriodResponse From(PeriodReport p) => new(
        p.Name, p.FirstDay, p.Trades, p.Wins, p.Losses, p.RealisedPnl, p.UnrealisedPnl, p.Commissions, p.Equity, p.Pnl);
}

/// <summary>One symbol.</summary>
/// <param name="Symbol">market:symbol.</param>
/// <param name="Trades">Trades closed.</param>
/// <param name="Wins">Those with a profit.</param>
/// <param name="Losses">Those with a loss.</param>
/// <param name="WinRate">Wins / trades.</param>
/// <param name="ProfitFactor">Sum of the wins / sum of the losses.</param>
/// <param name="RealisedPnl">PnL of these trades after commissions.</param>
/// <param name="UnrealisedPnl">Unrealised PnL at the end.</param>
/// <param name="Commissions">Commissions of the fills.</param>
public sealed record SymbolPnlResponse(
    MarketSymbol Symbol, int Trades, int Wins, int Losses, double? WinRate, double? ProfitFactor, Fixed16 RealisedPnl, Fixed16 UnrealisedPnl,
    Fixed16 Commissions)
{
    public static SymbolPnlResponse From(SymbolReport s) => new(
        s.Symbol, s.Trades, s.Wins, s.Losses, s.WinRate, s.ProfitFactor, s.RealisedPnl, s.UnrealisedPnl, s.Commissions);
}

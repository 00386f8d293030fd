using TradingBot.Numbers;

namespace TradingBot.Reporting;

/// <summary>One day, week or month.</summary>
/// <param name="Name"><c>2024-12-31</c>, <c>2025-W01</c> or <c>2024-12</c>.</param>
/// <param name="FirstDay">Its first day.</param>
/// <param name="Trades">Trades closed within.</param>
/// <param name="Wins">Those with a profit after commissions.</param>
/// <param name="Losses">Those with a loss.</param>
/// <param name="RealisedPnl">PnL of these trades after commissions.</param>
/// <param name="UnrealisedPnl">Unrealised PnL at the end of the period.</param>
/// <param name="Commissions">Commissions of the fills within, in quote.</param>
/// <param name="Equity">Equity at the end of the period.</param>
/// <param name="Pnl">Equity at the end minus equity at the begin: realised and unrealised.</param>
[GenerateSerializer, Immutable, Alias("period-report")]
public sealed record PeriodReport(
    [property: Id(0)] string Name,
    [property: Id(1)] DateOnly FirstDay,
    [property: Id(2)] int Trades,
    [property: Id(3)] int Wins,
    [property: Id(4)] int Losses,
    [property: Id(5)] Fixed16 RealisedPnl,
    [property: Id(6)] Fixed16 UnrealisedPnl,
    [property: Id(7)] Fixed16 Commissions,
    [property: Id(8)] Fixed16 Equity,
    [property: Id(9)] Fixed16 Pnl);

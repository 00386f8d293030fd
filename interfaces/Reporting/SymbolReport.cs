using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Reporting;

/// <summary>One symbol.</summary>
/// <param name="Symbol">Symbol.</param>
/// <param name="Trades">Trades closed.</param>
/// <param name="Wins">Those with a profit after commissions.</param>
/// <param name="Losses">Those with a loss.</param>
/// <param name="WinRate">Wins / trades, null without trades.</param>
/// <param name="ProfitFactor">Sum of the wins / sum of the losses, null without losses.</param>
/// <param name="RealisedPnl">PnL of these trades after commissions.</param>
/// <param name="UnrealisedPnl">Unrealised PnL at the end.</param>
/// <param name="Commissions">Commissions of the fills, in quote.</param>
[GenerateSerializer, Immutable, Alias("symbol-report")]
public sealed record SymbolReport(
    [property: Id(0)] MarketSymbol Symbol,
    [property: Id(1)] int Trades,
    [property: Id(2)] int Wins,
    [property: Id(3)] int Losses,
    [property: Id(4)] double? WinRate,
    [property: Id(5)] double? ProfitFactor,
    [property: Id(6)] Fixed16 RealisedPnl,
    [property: Id(7)] Fixed16 UnrealisedPnl,
    [property: Id(8)] Fixed16 Commissions);

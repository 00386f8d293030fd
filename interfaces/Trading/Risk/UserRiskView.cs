using System.Collections.Immutable;
using TradingBot.Numbers;

namespace TradingBot.Trading.Risk;

/// <summary>A user's rules, and where the user stands against them.</summary>
/// <param name="Limits">The rules.</param>
/// <param name="Sums">What all traders of a mode and quote asset have at stake and have earned; empty without rules.</param>
[GenerateSerializer, Immutable, Alias("user-risk-view")]
public sealed record UserRiskView(
    [property: Id(0)] UserRiskLimits Limits,
    [property: Id(1)] ImmutableArray<RiskSum> Sums);

/// <summary>All traders of a user in one mode and quote asset.</summary>
/// <param name="Mode">Which exchange.</param>
/// <param name="QuoteAsset">The asset of the amounts.</param>
/// <param name="Open">Traders with a position or an entry order.</param>
/// <param name="Notional">What those cost.</param>
/// <param name="DayPnl">Realised PnL of the latest UTC day in which a trade was closed.</param>
/// <param name="Drawdown">How far realised PnL is below its peak since the rules were set or the drawdown was reset.</param>
[GenerateSerializer, Immutable, Alias("risk-sum")]
public sealed record RiskSum(
    [property: Id(0)] TradingMode Mode,
    [property: Id(1)] string QuoteAsset,
    [property: Id(2)] int Open,
    [property: Id(3)] Fixed16 Notional,
    [property: Id(4)] Fixed16 DayPnl,
    [property: Id(5)] Fixed16 Drawdown);

using TradingBot.Numbers;

namespace TradingBot.Trading.Risk;

/// <summary>Where a trader stands against the rules.</summary>
/// <param name="BlockedBy">What kept the last entry that the strategy wanted from being placed; <see cref="RiskRule.None"/> when nothing did.</param>
/// <param name="DayPnl">Realised PnL of the latest UTC day in which a trade was closed, in quote.</param>
/// <param name="Drawdown">How far realised PnL is below its peak since the last start from a stop, in quote.</param>
[GenerateSerializer, Immutable, Alias("trader-risk-status")]
public sealed record TraderRiskStatus(
    [property: Id(0)] RiskRule BlockedBy,
    [property: Id(1)] Fixed16 DayPnl,
    [property: Id(2)] Fixed16 Drawdown);

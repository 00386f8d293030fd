using TradingBot.Numbers;

namespace TradingBot.Trading.Risk;

/// <summary>
/// Rules that keep all traders of a user from entering, each for one mode by itself: what is lost on paper does not stop live trading.
/// They never touch an exit. Zero switches a rule off. Amounts are in the quote asset, each asset by itself.
/// </summary>
/// <param name="MaxOpenPositions">Positions and entry orders at the same time; 0 to 1,000.</param>
/// <param name="MaxTotalNotional">What they may cost together.</param>
/// <param name="MaxDailyLoss">After a realised loss of this much in a UTC day, no entry for the rest of it.</param>
/// <param name="MaxDrawdown">After the sum of realised PnL has fallen this far from its peak, no entry until the drawdown is reset.</param>
[GenerateSerializer, Immutable, Alias("user-risk-limits")]
public sealed record UserRiskLimits(
    [property: Id(0)] int MaxOpenPositions = 0,
    [property: Id(1)] Fixed8 MaxTotalNotional = default,
    [property: Id(2)] Fixed8 MaxDailyLoss = default,
    [property: Id(3)] Fixed8 MaxDrawdown = default)
{
    /// <summary>No rule at all.</summary>
    public static UserRiskLimits None { get; } = new();
}

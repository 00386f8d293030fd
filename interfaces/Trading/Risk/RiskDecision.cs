using System.Globalization;
using TradingBot.Numbers;

namespace TradingBot.Trading.Risk;

/// <summary>Whether an entry is allowed; if not, which rule stands against it, and with which numbers.</summary>
/// <param name="Rule">The rule, or <see cref="RiskRule.None"/>.</param>
/// <param name="Actual">The number that was found.</param>
/// <param name="Limit">The number that it was held against.</param>
/// <param name="Until">When the rule ends by itself, milliseconds UTC of the market's clock; 0 where that is not known.</param>
[GenerateSerializer, Immutable, Alias("risk-decision")]
public readonly record struct RiskDecision(
    [property: Id(0)] RiskRule Rule,
    [property: Id(1)] Fixed16 Actual = default,
    [property: Id(2)] Fixed16 Limit = default,
    [property: Id(3)] long Until = 0)
{
    /// <summary>Nothing stands against the entry.</summary>
    public static RiskDecision Allowed => default;

    /// <summary>Whether the entry is allowed.</summary>
    public bool IsAllowed => Rule == RiskRule.None;

    /// <summary>One sentence for users; empty when the entry is allowed.</summary>
    public override string ToString()
    {
        var why = Rule switch
        {
            RiskRule.None => "",
            RiskRule.PositionNotional => $"the position would cost {Actual}, the limit is {Limit}",
            RiskRule.DailyLoss => $"the trader has lost {Actual} today, the limit is {Limit}",
            RiskRule.Drawdown => $"the trader's realised PnL is {Actual} below its peak, the limit is {Limit}; stop and start it to begin anew",
            RiskRule.CoolDown => $"cooling down for {Limit} minutes after a losing stop",
            RiskRule.StopGuard => $"{Actual} losing stops in {Limit} minutes",
            RiskRule.OrderRate => $"{Actual} orders within a minute, the limit is {Limit}",
            RiskRule.StaleMarketData => $"the candle closed {Actual} s ago, the limit is {Limit} s",
            RiskRule.UserOpenPositions => $"{Actual} other positions and entry orders are open, the limit is {Limit} in all",
            RiskRule.UserTotalNotional => $"open positions and entry orders would cost {Actual} in all, the limit is {Limit}",
            RiskRule.UserDailyLoss => $"all traders have lost {Actual} today, the limit is {Limit}",
            RiskRule.UserDrawdown => $"the realised PnL of all traders is {Actual} below its peak, the limit is {Limit}; reset the drawdown to begin anew",
            RiskRule.KillSwitch => "the kill switch is on",
            RiskRule.UserSuspended => "the user is suspended",
            RiskRule.ServicePaused => "the operator has paused entries",
            RiskRule.ServiceKillSwitch => "the operator's kill switch is on",
            _ => "it is not known yet whether they are allowed",
        };
        if (IsAllowed)
            return why;
        var until = Until == 0 ? "" : $", until {DateTimeOffset.FromUnixTimeMilliseconds(Until).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC";
        return $"no entry ({Rule}): {why}{until}";
    }
}

namespace TradingBot.Trading.Risk;

/// <summary>What keeps a trader from entering.</summary>
[GenerateSerializer, Alias("risk-rule")]
public enum RiskRule
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary><see cref="TraderRiskLimits.MaxPositionNotional"/>.</summary>
    PositionNotional,

    /// <summary><see cref="TraderRiskLimits.MaxDailyLoss"/>.</summary>
    DailyLoss,

    /// <summary><see cref="TraderRiskLimits.MaxDrawdown"/>.</summary>
    Drawdown,

    /// <summary><see cref="TraderRiskLimits.CoolDownMinutes"/>.</summary>
    CoolDown,

    /// <summary><see cref="TraderRiskLimits.StopGuardStops"/>.</summary>
    StopGuard,

    /// <summary><see cref="TraderRiskLimits.MaxOrdersPerMinute"/>.</summary>
    OrderRate,

    /// <summary><see cref="TraderRiskLimits.StaleAfterCandles"/>.</summary>
    StaleMarketData,

    /// <summary><see cref="UserRiskLimits.MaxOpenPositions"/>.</summary>
    UserOpenPositions,

    /// <summary><see cref="UserRiskLimits.MaxTotalNotional"/>.</summary>
    UserTotalNotional,

    /// <summary><see cref="UserRiskLimits.MaxDailyLoss"/>.</summary>
    UserDailyLoss,

    /// <summary><see cref="UserRiskLimits.MaxDrawdown"/>.</summary>
    UserDrawdown,

    /// <summary>The user's kill switch.</summary>
    KillSwitch,

    /// <summary>The operator has paused entries.</summary>
    ServicePaused,

    /// <summary>The operator's kill switch.</summary>
    ServiceKillSwitch,

    /// <summary>Whoever must be asked cannot answer, or does not know yet where all traders of the user stand.</summary>
    NotKnown,

    /// <summary>An administrator has suspended the user.</summary>
    UserSuspended,
}

using TradingBot.Numbers;
using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Trading.Risk;

/// <summary>The durable state of a user's rules and kill switch.</summary>
public sealed class UserRiskState
{
    /// <summary>The rules.</summary>
    public UserRiskLimits Limits { get; set; } = UserRiskLimits.None;

    /// <summary>What the kill switch does with positions; null while it is off.</summary>
    public KillPositions? Kill { get; set; }

    /// <summary>When the switch was last turned, milliseconds UTC; 0 for never.</summary>
    public long KillSince { get; set; }

    /// <summary>Whether an administrator has suspended the user.</summary>
    public bool IsSuspended { get; set; }

    /// <summary>How often rules or switch have changed.</summary>
    public long Version { get; set; }

    /// <summary>The version that every trader has confirmed.</summary>
    public long Confirmed { get; set; }

    /// <summary>What the traders have at stake, by symbol and mode; empty without rules.</summary>
    public Dictionary<string, TraderExposure> Traders { get; init; } = [];

    /// <summary>How far realised PnL is below its peak, by mode and quote asset.</summary>
    public Dictionary<string, Fixed16> Drawdowns { get; init; } = [];
}

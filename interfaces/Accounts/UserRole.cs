namespace TradingBot.Accounts;

/// <summary>What a user may do. The numbers are stored.</summary>
[GenerateSerializer, Alias("user-role")]
public enum UserRole
{
    /// <summary>Sees and touches what is theirs.</summary>
    Trader = 0,

    /// <summary>Runs the service as well: mode, kill switch, health, subscriptions. Sees and touches nobody else's trading.</summary>
    Operator = 2,

    /// <summary>Sees and touches everything, and manages users.</summary>
    Admin = 1,
}

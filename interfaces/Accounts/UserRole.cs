namespace TradingBot.Accounts;

/// <summary>What a user may do.</summary>
[GenerateSerializer, Alias("user-role")]
public enum UserRole
{
    /// <summary>Sees and touches what is theirs.</summary>
    Trader,

    /// <summary>Sees and touches everything, and manages users.</summary>
    Admin,
}

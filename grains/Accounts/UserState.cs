using TradingBot.Accounts;
using TradingBot.MarketData;
using TradingBot.Secrets;

namespace TradingBot.Grains.Accounts;

/// <summary>The durable state of a user.</summary>
public sealed class UserState
{
    /// <summary>The profile, once the user is made.</summary>
    public UserProfile? Profile { get; set; }

    /// <summary>The user's tokens, oldest first.</summary>
    public List<TokenInfo> Tokens { get; init; } = [];

    /// <summary>The key by which the user's secrets are sealed, sealed by the master key; once there was one to seal.</summary>
    public SealedSecret? DataKey { get; set; }

    /// <summary>The symbols that the user has a trader for.</summary>
    public HashSet<MarketSymbol> Traders { get; init; } = [];
}

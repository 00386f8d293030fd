using TradingBot.MarketData;

namespace TradingBot.Grains.Accounts;

/// <summary>The durable state of a user.</summary>
public sealed class UserState
{
    /// <summary>The symbols that the user has a trader for.</summary>
    public HashSet<MarketSymbol> Traders { get; init; } = [];
}

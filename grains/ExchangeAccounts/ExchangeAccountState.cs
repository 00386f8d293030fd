using TradingBot.ExchangeAccounts;
using TradingBot.MarketData;
using TradingBot.Secrets;

namespace TradingBot.Grains.ExchangeAccounts;

/// <summary>The durable state of a user's account at a venue.</summary>
public sealed class ExchangeAccountState
{
    /// <summary>The keys by market.</summary>
    public Dictionary<MarketType, StoredKey> Keys { get; init; } = [];
}

/// <summary>A stored key.</summary>
/// <param name="Secret">The sealed key.</param>
/// <param name="View">What is known of it.</param>
public sealed record StoredKey(SealedSecret Secret, ExchangeKeyView View);

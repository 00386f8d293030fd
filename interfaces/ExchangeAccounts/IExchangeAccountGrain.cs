using System.Collections.Immutable;
using Orleans.Concurrency;
using TradingBot.MarketData;

namespace TradingBot.ExchangeAccounts;

/// <summary>
/// A user's account at a venue: the sealed API keys, one a market, and what the last check of each said. Key:
/// <c>userId/venue</c> (<see cref="ExchangeAccountKey"/>).
/// </summary>
[Alias("exchange-account")]
public interface IExchangeAccountGrain : IGrainWithStringKey
{
    /// <summary>
    /// Has the venue say what a key may do, and stores it for the markets on which it may trade and do no harm. Durable. The user's
    /// traders of this venue go over to it.
    /// </summary>
    /// <param name="key">The sealed key.</param>
    /// <param name="market">The market that it is for; null for those on which the check passes.</param>
    [Alias("set-key")]
    Task<ExchangeAccountResult> SetKeyAsync(SealedExchangeKey key, MarketType? market);

    /// <summary>Forgets all keys of this venue. Refused while a trader has a position or an order there.</summary>
    [Alias("remove-keys")]
    Task<ExchangeAccountResult> RemoveKeysAsync();

    /// <summary>The stored keys, without their secrets.</summary>
    [AlwaysInterleave, Alias("get")]
    Task<ImmutableArray<ExchangeKeyView>> GetAsync();

    /// <summary>The sealed key of a market for a trader; null when there is none.</summary>
    [AlwaysInterleave, Alias("get-access")]
    Task<TradingAccess?> GetAccessAsync(MarketType market);

    /// <summary>What the account holds, at most a minute old.</summary>
    [AlwaysInterleave, Alias("get-balances")]
    Task<AccountBalances> GetBalancesAsync();

    /// <summary>Checks the stored keys now, as it is done daily.</summary>
    [Alias("check")]
    Task CheckAsync();
}

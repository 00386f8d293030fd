using System.Collections.Immutable;
using Orleans.Concurrency;
using TradingBot.MarketData;
using TradingBot.Secrets;

namespace TradingBot.Accounts;

/// <summary>A user of the service. Key: the user id.</summary>
[Alias("user")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>The most tokens that a user has at the same time.</summary>
    const int MaxTokens = 50;

    /// <summary>Makes the user, and lists it in the directory. Durable; a user that exists stays as it is.</summary>
    /// <param name="role">What the user may do.</param>
    /// <returns>True when the user is new.</returns>
    [Alias("create")]
    Task<bool> CreateAsync(UserRole role);

    /// <summary>The profile, or null before the user is made.</summary>
    [AlwaysInterleave, Alias("get-profile")]
    Task<UserProfile?> GetProfileAsync();

    /// <summary>Says whether the user may use the service. Durable.</summary>
    /// <returns>False when there is no such user, or not any more.</returns>
    [Alias("set-standing")]
    Task<bool> SetStandingAsync(UserStanding standing);

    /// <summary>Says what the user may do, from the next request on. Durable.</summary>
    /// <returns>False when there is no such user, or not any more.</returns>
    [Alias("set-role")]
    Task<bool> SetRoleAsync(UserRole role);

    /// <summary>Destroys what the user has: the data key, and with it every secret that it has sealed, the tokens and the list of traders. Durable.</summary>
    [Alias("forget")]
    Task ForgetAsync();

    /// <summary>Issues a token to the user. Durable; the same hash again changes nothing. Expired ones are forgotten.</summary>
    /// <param name="token">The token.</param>
    /// <returns>False when the user has <see cref="MaxTokens"/> already; then nothing has changed.</returns>
    [Alias("add-token")]
    Task<bool> AddTokenAsync(TokenInfo token);

    /// <summary>Revokes a token of the user. Durable.</summary>
    /// <param name="tokenId">The token's id.</param>
    /// <returns>False when the user has no such token.</returns>
    [Alias("remove-token")]
    Task<bool> RemoveTokenAsync(string tokenId);

    /// <summary>The user's tokens, oldest first, with when each was last used.</summary>
    [AlwaysInterleave, Alias("get-tokens")]
    Task<ImmutableArray<TokenInfo>> GetTokensAsync();

    /// <summary>Adds a symbol to the user's traders; adding it again changes nothing.</summary>
    [Alias("add-trader")]
    Task AddTraderAsync(MarketSymbol symbol);

    /// <summary>Takes a symbol off the user's traders; one that is not there changes nothing.</summary>
    [Alias("remove-trader")]
    Task RemoveTraderAsync(MarketSymbol symbol);

    /// <summary>The symbols that the user has a trader for, in order.</summary>
    [AlwaysInterleave, Alias("get-traders")]
    Task<ImmutableArray<MarketSymbol>> GetTradersAsync();

    /// <summary>
    /// The key by which the user's secrets are sealed, itself sealed by the master key; made at its first use. Kept here alone, so
    /// that another master key means one write a user.
    /// </summary>
    [Alias("get-data-key")]
    Task<SealedSecret> GetDataKeyAsync();

    /// <summary>Seals the data key by the present master key. Durable.</summary>
    /// <returns>False when there is none, or when it was that master key which has sealed it.</returns>
    [Alias("reseal-data-key")]
    Task<bool> ResealDataKeyAsync();
}

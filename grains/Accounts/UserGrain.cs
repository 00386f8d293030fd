using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using TradingBot.Accounts;
using TradingBot.Exchange.Secrets;
using TradingBot.Grains.Storage;
using TradingBot.MarketData;
using TradingBot.Secrets;

namespace TradingBot.Grains.Accounts;

/// <summary>Knows a user, their tokens and their traders.</summary>
public sealed class UserGrain(
    [PersistentState("user", "grains")] IPersistentState<UserState> state, SecretVault vault, TimeProvider time) : StoredGrain<UserState>(state), IUserGrain
{
    public async Task<bool> CreateAsync(UserRole role)
    {
        // Also for a user that exists: a crash may have come between the two writes.
        await GrainFactory.GetGrain<IUserDirectoryGrain>(IUserDirectoryGrain.Key).AddAsync(this.GetPrimaryKeyString());
        if (State.Profile is not null)
            return false;
        State.Profile = new(this.GetPrimaryKeyString(), role, time.GetUtcNow().ToUnixTimeMilliseconds());
        await SaveAsync();
        return true;
    }

    public Task<UserProfile?> GetProfileAsync() => Task.FromResult(State.Profile);

    public async Task<bool> AddTokenAsync(TokenInfo token)
    {
        if (!State.Tokens.Exists(t => t.Hash == token.Hash))
        {
            if (State.Tokens.Count >= IUserGrain.MaxTokens)
                return false;
            State.Tokens.Add(token);
            await SaveAsync();
        }

        // Known here before it opens anything: a token that nobody lists could not be revoked.
        await TokenGrain(token).IssueAsync(this.GetPrimaryKeyString());
        return true;
    }

    public async Task<bool> RemoveTokenAsync(string tokenId)
    {
        if (State.Tokens.Find(t => t.Id == tokenId) is not { } token)
            return false;
        await TokenGrain(token).RevokeAsync();
        State.Tokens.Remove(token);
        await SaveAsync();
        return true;
    }

    public Task<ImmutableArray<TokenInfo>> GetTokensAsync() => Task.FromResult(State.Tokens.ToImmutableArray());

    public Task AddTraderAsync(MarketSymbol symbol) => State.Traders.Add(symbol) ? SaveAsync() : Task.CompletedTask;

    public Task RemoveTraderAsync(MarketSymbol symbol) => State.Traders.Remove(symbol) ? SaveAsync() : Task.CompletedTask;

    public Task<ImmutableArray<MarketSymbol>> GetTradersAsync() =>
        Task.FromResult(State.Traders.OrderBy(s => s.ToString(), StringComparer.Ordinal).ToImmutableArray());

    public async Task<SealedSecret> GetDataKeyAsync()
    {
        if (State.DataKey is { } key)
            return key;
        State.DataKey = vault.CreateDataKey(this.GetPrimaryKeyString());
        await SaveAsync();
        return State.DataKey;
    }

    private ITokenGrain TokenGrain(TokenInfo token) => GrainFactory.GetGrain<ITokenGrain>(token.Hash);
}

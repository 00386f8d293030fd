using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using TradingBot.Accounts;
using TradingBot.Exchange.Secrets;
using TradingBot.MarketData;
using TradingBot.Secrets;

namespace TradingBot.Grains.Accounts;

/// <summary>Knows a user, their tokens and their traders.</summary>
public sealed class UserGrain(
    [PersistentState("user", "grains")] IPersistentState<UserState> state, SecretVault vault, TimeProvider time) : Grain, IUserGrain
{
    public async Task<bool> CreateAsync(UserRole role)
    {
        // Also for a user that exists: a crash may have come between the two writes.
        await GrainFactory.GetGrain<IUserDirectoryGrain>(IUserDirectoryGrain.Key).AddAsync(this.GetPrimaryKeyString());
        if (state.State.Profile is not null)
            return false;
        state.State.Profile = new(this.GetPrimaryKeyString(), role, time.GetUtcNow().ToUnixTimeMilliseconds());
        await SaveAsync();
        return true;
    }

    public Task<UserProfile?> GetProfileAsync() => Task.FromResult(state.State.Profile);

    public async Task<bool> AddTokenAsync(TokenInfo token)
    {
        if (!state.State.Tokens.Exists(t => t.Hash == token.Hash))
        {
            if (state.State.Tokens.Count >= IUserGrain.MaxTokens)
                return false;
            state.State.Tokens.Add(token);
            await SaveAsync();
        }

        // Known here before it opens anything: a token that nobody lists could not be revoked.
        await TokenGrain(token).IssueAsync(this.GetPrimaryKeyString());
        return true;
    }

    public async Task<bool> RemoveTokenAsync(string tokenId)
    {
        if (state.State.Tokens.Find(t => t.Id == tokenId) is not { } token)
            return false;
        await TokenGrain(token).RevokeAsync();
        state.State.Tokens.Remove(token);
        await SaveAsync();
        return true;
    }

    public Task<ImmutableArray<TokenInfo>> GetTokensAsync() => Task.FromResult(state.State.Tokens.ToImmutableArray());

    public Task AddTraderAsync(MarketSymbol symbol) => state.State.Traders.Add(symbol) ? SaveAsync() : Task.CompletedTask;

    public Task RemoveTraderAsync(MarketSymbol symbol) => state.State.Traders.Remove(symbol) ? SaveAsync() : Task.CompletedTask;

    public Task<ImmutableArray<MarketSymbol>> GetTradersAsync() =>
        Task.FromResult(state.State.Traders.OrderBy(s => s.ToString(), StringComparer.Ordinal).ToImmutableArray());

    public async Task<SealedSecret> GetDataKeyAsync()
    {
        if (state.State.DataKey is { } key)
            return key;
        state.State.DataKey = vault.CreateDataKey(this.GetPrimaryKeyString());
        await SaveAsync();
        return state.State.DataKey;
    }

    private ITokenGrain TokenGrain(TokenInfo token) => GrainFactory.GetGrain<ITokenGrain>(token.Hash);

    private async Task SaveAsync()
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            // What is in memory is not what is stored: the next call starts from the store.
            DeactivateOnIdle();
            throw;
        }
    }
}

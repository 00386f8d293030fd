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
        State.Profile = new(this.GetPrimaryKeyString(), role, Now);
        await SaveAsync();
        return true;
    }

    public Task<UserProfile?> GetProfileAsync() => Task.FromResult(State.Profile);

    public async Task<bool> SetStandingAsync(UserStanding standing) =>
        State.Profile is { } profile && (profile.Standing != UserStanding.Deleted || standing == UserStanding.Deleted)
        && await ChangeAsync(profile with { Standing = standing });

    public async Task<bool> SetRoleAsync(UserRole role) =>
        State.Profile is { Standing: not UserStanding.Deleted } profile && await ChangeAsync(profile with { Role = role });

    public async Task ForgetAsync()
    {
        foreach (var token in State.Tokens)
            await TokenGrain(token).RevokeAsync();
        State.Tokens.Clear();
        State.Traders.Clear();
        State.DataKey = null;
        await SaveAsync();
    }

    public async Task<bool> AddTokenAsync(TokenInfo token)
    {
        if (!State.Tokens.Exists(t => t.Hash == token.Hash))
        {
            State.Tokens.RemoveAll(t => t.ExpiresAt <= Now);
            if (State.Tokens.Count >= IUserGrain.MaxTokens)
                return false;
            State.Tokens.Add(token);
            await SaveAsync();
        }

        // Known here before it opens anything: a token that nobody lists could not be revoked.
        await TokenGrain(token).IssueAsync(this.GetPrimaryKeyString(), token.Scope, token.ExpiresAt);
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

    public async Task<ImmutableArray<TokenInfo>> GetTokensAsync() =>
        [.. await Task.WhenAll(State.Tokens.Select(async t => t with { LastUsedAt = await TokenGrain(t).GetLastUsedAsync() }))];

    public Task AddTraderAsync(MarketSymbol symbol) => State.Traders.Add(symbol) ? SaveAsync() : Task.CompletedTask;

    public Task RemoveTraderAsync(MarketSymbol symbol) => State.Traders.Remove(symbol) ? SaveAsync() : Task.CompletedTask;

    public Task<ImmutableArray<MarketSymbol>> GetTradersAsync() =>
        Task.FromResult(State.Traders.OrderBy(s => s.ToString(), StringComparer.Ordinal).ToImmutableArray());

    public async Task<SealedSecret> GetDataKeyAsync()
    {
        if (State.DataKey is { } key)
            return key;
        if (State.Profile is { Standing: UserStanding.Deleted })
            throw new InvalidOperationException("A user who is deleted gets no key.");
        State.DataKey = vault.CreateDataKey(this.GetPrimaryKeyString());
        await SaveAsync();
        return State.DataKey;
    }

    public async Task<bool> ResealDataKeyAsync()
    {
        if (State.DataKey is not { } key || vault.Reseal(this.GetPrimaryKeyString(), key) is not { } resealed)
            return false;
        State.DataKey = resealed;
        await SaveAsync();
        return true;
    }

    private async Task<bool> ChangeAsync(UserProfile profile)
    {
        if (State.Profile != profile)
        {
            State.Profile = profile;
            await SaveAsync();
        }

        return true;
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private ITokenGrain TokenGrain(TokenInfo token) => GrainFactory.GetGrain<ITokenGrain>(token.Hash);
}

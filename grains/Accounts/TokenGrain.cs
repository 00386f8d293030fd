using Orleans;
using Orleans.Runtime;
using TradingBot.Accounts;
using TradingBot.Grains.Storage;

namespace TradingBot.Grains.Accounts;

/// <summary>Keeps whose a token is.</summary>
public sealed class TokenGrain(
    [PersistentState("token", "grains")] IPersistentState<TokenState> state) : StoredGrain<TokenState>(state), ITokenGrain
{
    public async Task IssueAsync(string userId)
    {
        if (State.UserId == userId)
            return;
        State.UserId = userId;
        await SaveAsync();
    }

    public async Task RevokeAsync()
    {
        if (State.UserId is null)
            return;
        State.UserId = null;
        await SaveAsync();
    }

    public async Task<UserProfile?> AuthenticateAsync()
    {
        if (State.UserId is { } userId)
            return await GrainFactory.GetGrain<IUserGrain>(userId).GetProfileAsync();
        // A guess: guessing must not fill the memory.
        DeactivateOnIdle();
        return null;
    }
}

/// <summary>The durable state of a token.</summary>
public sealed class TokenState
{
    /// <summary>Whose it is; null before it is issued and after it is revoked.</summary>
    public string? UserId { get; set; }
}

using Orleans;
using Orleans.Runtime;
using TradingBot.Accounts;

namespace TradingBot.Grains.Accounts;

/// <summary>Keeps whose a token is.</summary>
public sealed class TokenGrain([PersistentState("token", "grains")] IPersistentState<TokenState> state) : Grain, ITokenGrain
{
    public async Task IssueAsync(string userId)
    {
        if (state.State.UserId == userId)
            return;
        state.State.UserId = userId;
        await SaveAsync();
    }

    public async Task RevokeAsync()
    {
        if (state.State.UserId is null)
            return;
        state.State.UserId = null;
        await SaveAsync();
    }

    public async Task<UserProfile?> AuthenticateAsync()
    {
        if (state.State.UserId is { } userId)
            return await GrainFactory.GetGrain<IUserGrain>(userId).GetProfileAsync();
        // A guess: guessing must not fill the memory.
        DeactivateOnIdle();
        return null;
    }

    private async Task SaveAsync()
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}

/// <summary>The durable state of a token.</summary>
public sealed class TokenState
{
    /// <summary>Whose it is; null before it is issued and after it is revoked.</summary>
    public string? UserId { get; set; }
}

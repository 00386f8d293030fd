using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using TradingBot.Accounts;
using TradingBot.Grains.Storage;

namespace TradingBot.Grains.Accounts;

/// <summary>Keeps whose a token is, and what it lets do.</summary>
public sealed class TokenGrain(
    [PersistentState("token", "grains")] IPersistentState<TokenState> state, TimeProvider time, ILogger<TokenGrain> logger) : StoredGrain<TokenState>(state), ITokenGrain
{
    // A token in use costs one write in so much time.
    private const long Minute = 60_000;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task IssueAsync(string userId, TokenScope scope, long? expiresAt)
    {
        if ((State.UserId, State.Scope, State.ExpiresAt) == (userId, scope, expiresAt))
            return;
        (State.UserId, State.Scope, State.ExpiresAt) = (userId, scope, expiresAt);
        await SaveAsync();
    }

    public async Task RevokeAsync()
    {
        if (State.UserId is null)
            return;
        State.UserId = null;
        await SaveAsync();
    }

    public async Task<TokenHolder?> AuthenticateAsync()
    {
        if (State.UserId is not { } userId)
        {
            // A guess: guessing must not fill the memory.
            DeactivateOnIdle();
            return null;
        }

        if (State.ExpiresAt <= Now || await GrainFactory.GetGrain<IUserGrain>(userId).GetProfileAsync() is not { Standing: not UserStanding.Deleted } user)
            return null;
        if (State.LastUsedAt is null || Now - State.LastUsedAt >= Minute)
        {
            State.LastUsedAt = Now;
            _ = NoteUseAsync();
        }

        return new(user, State.Scope);
    }

    public Task<long?> GetLastUsedAsync() => Task.FromResult(State.LastUsedAt);

    // Beside the request, which need not wait for it nor fail with it.
    private async Task NoteUseAsync()
    {
        try
        {
            await SaveAsync();
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "The last use of a token could not be stored");
        }
    }
}

/// <summary>The durable state of a token.</summary>
public sealed class TokenState
{
    /// <summary>Whose it is; null before it is issued and after it is revoked.</summary>
    public string? UserId { get; set; }

    /// <summary>What it lets do.</summary>
    public TokenScope Scope { get; set; }

    /// <summary>From when it lets nobody in, milliseconds UTC; null for never.</summary>
    public long? ExpiresAt { get; set; }

    /// <summary>When it was last used, to the minute, milliseconds UTC; null for never.</summary>
    public long? LastUsedAt { get; set; }
}

using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using TradingBot.Accounts;
using TradingBot.Grains.Storage;

namespace TradingBot.Grains.Accounts;

/// <summary>Keeps invitations, and makes users of them one at a time.</summary>
public sealed class InvitesGrain(
    [PersistentState("invites", "grains")] IPersistentState<InvitesState> state, TimeProvider time) : StoredGrain<InvitesState>(state), IInvitesGrain
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task<bool> AddAsync(Invite invite)
    {
        State.Invites.RemoveAll(i => i.ExpiresAt < Now - (long)Kept.TotalMilliseconds);
        if (State.Invites.Count >= IInvitesGrain.MaxInvites)
            return false;
        State.Invites.Add(invite);
        await SaveAsync();
        return true;
    }

    public Task<ImmutableArray<Invite>> ListAsync() => Task.FromResult(State.Invites.ToImmutableArray());

    public async Task<bool> RevokeAsync(string id)
    {
        if (State.Invites.RemoveAll(i => i.Id == id) == 0)
            return false;
        await SaveAsync();
        return true;
    }

    public async Task<InviteOutcome> RedeemAsync(string hash, string userId)
    {
        var place = State.Invites.FindIndex(i => i.Hash == hash && i.UsedBy is null && i.ExpiresAt > Now);
        if (place < 0)
            return InviteOutcome.NotValid;
        if (!await GrainFactory.GetGrain<IUserGrain>(userId).CreateAsync(State.Invites[place].Role))
            return InviteOutcome.IdTaken;
        State.Invites[place] = State.Invites[place] with { UsedBy = userId };
        await SaveAsync();
        return InviteOutcome.Done;
    }
}

/// <summary>The durable state of <see cref="InvitesGrain"/>.</summary>
public sealed class InvitesState
{
    /// <summary>The invitations, oldest first.</summary>
    public List<Invite> Invites { get; init; } = [];
}

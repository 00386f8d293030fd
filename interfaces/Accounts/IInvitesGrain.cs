using System.Collections.Immutable;

namespace TradingBot.Accounts;

/// <summary>All invitations. One grain, key <see cref="Key"/>. Those that are used or have expired are forgotten after 30 days.</summary>
[Alias("invites")]
public interface IInvitesGrain : IGrainWithStringKey
{
    /// <summary>The key of the only grain of this kind.</summary>
    const string Key = "all";

    /// <summary>The most invitations that are kept at the same time.</summary>
    const int MaxInvites = 1_000;

    /// <summary>Adds an invitation. Durable.</summary>
    /// <returns>False when there are <see cref="MaxInvites"/> already; then nothing has changed.</returns>
    [Alias("add")]
    Task<bool> AddAsync(Invite invite);

    /// <summary>All invitations, oldest first.</summary>
    [Alias("list")]
    Task<ImmutableArray<Invite>> ListAsync();

    /// <summary>Makes an invitation useless. Durable.</summary>
    /// <returns>False when there is none of this id.</returns>
    [Alias("revoke")]
    Task<bool> RevokeAsync(string id);

    /// <summary>Makes a user of an invitation, which then can make no other. Durable.</summary>
    /// <param name="hash">SHA-256 of the code.</param>
    /// <param name="userId">The new user's id.</param>
    [Alias("redeem")]
    Task<InviteOutcome> RedeemAsync(string hash, string userId);
}

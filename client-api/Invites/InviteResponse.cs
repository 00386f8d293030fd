using TradingBot.Accounts;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Invites;

/// <summary>An invitation without its code.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Role">What the new user may do.</param>
/// <param name="CreatedBy">Id of the administrator.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">Until when it can be used.</param>
/// <param name="UsedBy">Id of the user that it has made; null while it can be used.</param>
public sealed record InviteResponse(string Id, UserRole Role, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, string? UsedBy)
{
    public static InviteResponse From(Invite i) => new(i.Id, i.Role, i.CreatedBy, ApiTime.Of(i.CreatedAt), ApiTime.Of(i.ExpiresAt), i.UsedBy);
}

/// <summary>A new invitation.</summary>
/// <param name="Invite">The invitation.</param>
/// <param name="Code">The code. It is told this once; only its hash is stored.</param>
public sealed record NewInviteResponse(InviteResponse Invite, string Code);

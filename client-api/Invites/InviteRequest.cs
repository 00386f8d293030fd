using TradingBot.Accounts;

namespace TradingBot.ClientApi.Invites;

/// <summary>An invitation to be made.</summary>
/// <param name="Role">What the new user may do; trader when it is left out.</param>
/// <param name="Days">For how many days it can be used, 1 to 30; 7 when it is left out.</param>
public sealed record InviteRequest(UserRole? Role = null, int? Days = null);

/// <summary>An invitation to be used.</summary>
/// <param name="Code">The code.</param>
/// <param name="Id">The new user's id, 1 to 40 small letters, digits and hyphens; the service chooses one when it is left out. Must name no person.</param>
public sealed record RedeemRequest(string? Code = null, string? Id = null);

using TradingBot.Accounts;

namespace TradingBot.ClientApi.Users;

/// <summary>A user to be made.</summary>
/// <param name="Id">1 to 40 small letters, digits and hyphens; the service chooses one when it is left out. Must name no person.</param>
/// <param name="Role">What the user may do; trader when it is left out.</param>
public sealed record UserRequest(string? Id = null, UserRole? Role = null);

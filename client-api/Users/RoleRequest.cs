using TradingBot.Accounts;

namespace TradingBot.ClientApi.Users;

/// <summary>What a user may do from now on.</summary>
/// <param name="Role">The role.</param>
public sealed record RoleRequest(UserRole? Role);

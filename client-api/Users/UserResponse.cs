using TradingBot.Accounts;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Users;

/// <summary>A user.</summary>
/// <param name="Id">User id; says nothing about the person.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="CreatedAt">When the user was made.</param>
/// <param name="Standing">Whether the user may use the service.</param>
public sealed record UserResponse(string Id, UserRole Role, DateTimeOffset CreatedAt, UserStanding Standing)
{
    public static UserResponse From(UserProfile user) => new(user.Id, user.Role, ApiTime.Of(user.CreatedAt), user.Standing);
}

/// <summary>A new user with a token.</summary>
/// <param name="User">The user.</param>
/// <param name="Token">The user's first token. It is told this once; only its hash is stored.</param>
public sealed record NewUserResponse(UserResponse User, string Token);

/// <summary>Who asks.</summary>
/// <param name="Id">User id.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="CreatedAt">When the user was made.</param>
/// <param name="Traders">The symbols that the user has a trader for.</param>
/// <param name="Scope">What the token that was sent lets do.</param>
public sealed record MeResponse(string Id, UserRole Role, DateTimeOffset CreatedAt, IReadOnlyList<string> Traders, TokenScope Scope);

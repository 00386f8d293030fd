using System.Security.Claims;
using TradingBot.Accounts;
using TradingBot.ClientApi.Http;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Access;

/// <summary>Who asks, and whose data they may see.</summary>
internal static class CurrentUser
{
    private const string TokenHash = "token";

    public static ClaimsPrincipal Principal(UserProfile user, string tokenHash, string scheme) => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, user.Id), new(ClaimTypes.Role, EnumNames.Of(user.Role)), new(TokenHash, tokenHash)], scheme));

    public static string Id(this ClaimsPrincipal principal) => principal.FindFirstValue(ClaimTypes.NameIdentifier)!;

    public static bool IsAdmin(this ClaimsPrincipal principal) => principal.IsInRole(EnumNames.Of(UserRole.Admin));

    /// <summary>The grain key of the token that was sent.</summary>
    public static string TokenKey(this ClaimsPrincipal principal) => principal.FindFirstValue(TokenHash)!;

    /// <summary>Whose one thing is meant: the caller's, or that of the user whom an administrator names.</summary>
    public static string OwnerOf(this ClaimsPrincipal principal, string? user) => principal.OwnersOf(user) ?? principal.Id();

    /// <summary>Whose list is meant; null for everybody's, which only an administrator gets.</summary>
    /// <exception cref="RequestException">Somebody else's, which is not there for the caller.</exception>
    public static string? OwnersOf(this ClaimsPrincipal principal, string? user)
    {
        if (user is null)
            return principal.IsAdmin() ? null : principal.Id();
        if (!TraderKey.IsUserId(user))
            throw RequestException.Invalid(new ValidationError("user", "must be a user id: 1 to 40 small letters, digits and hyphens."));
        return principal.IsAdmin() || user == principal.Id() ? user : throw RequestException.NotFound($"There is no user '{user}'.");
    }
}

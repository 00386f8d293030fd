using System.Security.Claims;
using TradingBot.Accounts;
using TradingBot.ClientApi.Http;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Access;

/// <summary>Who asks, and whose data they may see.</summary>
internal static class CurrentUser
{
    private const string TokenHash = "token";
    private const string Scope = "scope";
    private const string Standing = "standing";

    public static ClaimsPrincipal Principal(TokenHolder holder, string tokenHash, string scheme) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, holder.User.Id), new(ClaimTypes.Role, EnumNames.Of(holder.User.Role)), new(TokenHash, tokenHash),
            new(Scope, EnumNames.Of(holder.Scope)), new(Standing, EnumNames.Of(holder.User.Standing)),
        ],
        scheme));

    public static string Id(this ClaimsPrincipal principal) => principal.FindFirstValue(ClaimTypes.NameIdentifier)!;

    public static bool IsAdmin(this ClaimsPrincipal principal) => principal.IsInRole(EnumNames.Of(UserRole.Admin));

    /// <summary>Whether the user is neither suspended nor gone.</summary>
    public static bool IsActive(this ClaimsPrincipal principal) => principal.HasClaim(Standing, EnumNames.Of(UserStanding.Active));

    /// <summary>How much the token that was sent lets do; nothing without one.</summary>
    public static TokenScope? ScopeOf(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(Scope) is { } name && EnumNames.TryParse(name, out TokenScope scope) ? scope : null;

    /// <summary>Whether the user's role lets them do something that concerns others.</summary>
    public static bool RunsService(this ClaimsPrincipal principal) => principal.IsAdmin() || principal.IsInRole(EnumNames.Of(UserRole.Operator));

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

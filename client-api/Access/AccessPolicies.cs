using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TradingBot.Accounts;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Access;

/// <summary>Who may do what.</summary>
public static class AccessPolicies
{
    /// <summary>Every user.</summary>
    public const string Trader = "trader";

    /// <summary>Operators and administrators.</summary>
    public const string Operator = "operator";

    /// <summary>Administrators.</summary>
    public const string Admin = "admin";

    internal static void AddAccess(this IServiceCollection services)
    {
        // Without the data protection that AddAuthentication brings: tokens need no keys on disk.
        services.AddAuthenticationCore(static a => a.DefaultScheme = BearerTokenHandler.Name);
        services.TryAddSingleton(UrlEncoder.Default);
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, BearerTokenHandler>(BearerTokenHandler.Name, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(Trader, static p => For(p, TokenScope.Trade, UserRole.Trader, UserRole.Operator, UserRole.Admin))
            .AddPolicy(Operator, static p => For(p, TokenScope.Admin, UserRole.Operator, UserRole.Admin))
            .AddPolicy(Admin, static p => For(p, TokenScope.Admin, UserRole.Admin))
            // Also what nobody has mapped: strangers do not learn what there is.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new ScopeRequirement(TokenScope.Read)).Build());
        services.AddSingleton<IAuthorizationHandler, ScopeHandler>();
    }

    private static void For(AuthorizationPolicyBuilder policy, TokenScope toChange, params UserRole[] roles) =>
        policy.RequireRole(roles.Select(EnumNames.Of)).AddRequirements(new ScopeRequirement(toChange));
}

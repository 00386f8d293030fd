using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TradingBot.Accounts;

namespace TradingBot.ClientApi.Access;

/// <summary>
/// The user is not suspended, and the token lets do what is asked for: to look needs <see cref="TokenScope.Read"/>, by the method of the
/// request, so that no endpoint is left out.
/// </summary>
/// <param name="ToChange">What a change needs, unless the endpoint says otherwise.</param>
internal sealed record ScopeRequirement(TokenScope ToChange) : IAuthorizationRequirement;

/// <summary>Says of an endpoint that its changes need more of a token than others.</summary>
internal sealed record ChangesNeed(TokenScope Scope);

internal sealed class ScopeHandler : AuthorizationHandler<ScopeRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        if (context.Resource is HttpContext http && context.User.IsActive() && context.User.ScopeOf() >= NeedOf(http, requirement))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }

    private static TokenScope NeedOf(HttpContext http, ScopeRequirement requirement) =>
        IsLook(http.Request.Method) ? TokenScope.Read : http.GetEndpoint()?.Metadata.GetMetadata<ChangesNeed>()?.Scope ?? requirement.ToChange;

    private static bool IsLook(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
}

internal static class ScopeExtensions
{
    /// <summary>Changes here need a token that administers.</summary>
    public static TBuilder ChangesNeedAdminScope<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new ChangesNeed(TokenScope.Admin));

    /// <summary>What a user who is refused is told.</summary>
    public static string? WhyForbidden(this HttpContext context) =>
        context.User.Identity?.IsAuthenticated != true ? null
        : !context.User.IsActive() ? "This user is suspended."
        : null;
}

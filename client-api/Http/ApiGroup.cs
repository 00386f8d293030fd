using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Audit;
using TradingBot.ClientApi.Risk;

namespace TradingBot.ClientApi.Http;

/// <summary>What the groups of endpoints have in common.</summary>
internal static class ApiGroup
{
    public const string Prefix = "/api/v1";

    /// <summary>A group for every user.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes, string path, string tag) =>
        routes.MapGroup(Prefix + path).WithTags(tag).RequireAuthorization(AccessPolicies.Trader).RefuseUnknownParameters().Audited().RefusedWhileReadOnly();

    /// <summary>A group for those who run the service.</summary>
    public static RouteGroupBuilder MapOperatorApi(this IEndpointRouteBuilder routes, string path, string tag) =>
        routes.MapGroup(Prefix + path).WithTags(tag).RequireAuthorization(AccessPolicies.Operator).RefuseUnknownParameters().Audited();

    /// <summary>A group for administrators.</summary>
    public static RouteGroupBuilder MapAdminApi(this IEndpointRouteBuilder routes, string path, string tag) =>
        routes.MapGroup(Prefix + path).WithTags(tag).RequireAuthorization(AccessPolicies.Admin).RefuseUnknownParameters().Audited();

    /// <summary>A group for whoever comes.</summary>
    public static RouteGroupBuilder MapOpenApi(this IEndpointRouteBuilder routes, string path, string tag) =>
        routes.MapGroup(Prefix + path).WithTags(tag).AllowAnonymous().RefuseUnknownParameters();

    /// <summary>How the API's description names and explains an endpoint, and which errors it has beyond the usual ones.</summary>
    public static TBuilder Describe<TBuilder>(this TBuilder endpoint, string name, string summary, params int[] errors)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithName(name).WithSummary(summary).WithMetadata(new ErrorStatuses(errors));
}

/// <summary>Error statuses of an endpoint beyond those that follow from its form.</summary>
internal sealed record ErrorStatuses(int[] Statuses);

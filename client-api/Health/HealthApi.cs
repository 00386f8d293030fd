using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;

namespace TradingBot.ClientApi.Health;

/// <summary>Health for load balancers and orchestrators; no token needed, nothing but the verdict is told.</summary>
public static class HealthApi
{
    /// <summary>The tag of health checks that decide over readiness.</summary>
    public const string Ready = "ready";

    /// <summary>
    /// <c>/healthz/live</c>: the process answers. <c>/healthz/ready</c>: every check tagged <see cref="Ready"/> is healthy, else 503.
    /// </summary>
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = static _ => false }).AllowAnonymous();
        routes.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = static c => c.Tags.Contains(Ready) }).AllowAnonymous();
        return routes;
    }
}

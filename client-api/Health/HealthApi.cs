using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingBot.ClientApi.Access;

namespace TradingBot.ClientApi.Health;

/// <summary>Health: for load balancers and orchestrators the verdict, without a token; for administrators every component.</summary>
public static class HealthApi
{
    /// <summary>The tag of health checks that decide over readiness.</summary>
    public const string Ready = "ready";

    /// <summary>
    /// <c>/health</c>: each component's state, age and last error; 200 whatever they are.
    /// <c>/healthz/live</c>: the process answers. <c>/healthz/ready</c>: every check tagged <see cref="Ready"/> is healthy, else 503.
    /// </summary>
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = static _ => false }).AllowAnonymous();
        routes.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = static c => c.Tags.Contains(Ready) }).AllowAnonymous();
        routes.MapGet("/health", static (HealthCheckService checks, IEnumerable<IComponentSource> sources, TimeProvider time, CancellationToken cancellationToken) =>
            HealthReport.ReadAsync(checks, sources, time, cancellationToken)).RequireAuthorization(AccessPolicies.Operator).ExcludeFromDescription();
        return routes;
    }
}

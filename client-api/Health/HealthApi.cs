using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;
using TradingBot.ClientApi.Access;
using TradingBot.Operation;

namespace TradingBot.ClientApi.Health;

/// <summary>Health: for load balancers and orchestrators the verdict, without a token; for operators every component of every process.</summary>
public static class HealthApi
{
    /// <summary>The tag of health checks that decide over readiness.</summary>
    public const string Ready = "ready";

    /// <summary>Adds what tells how this process is.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks();
        services.TryAddSingleton<ProcessView>();
        return services;
    }

    /// <summary>Adds what tells it to the other processes of a cluster.</summary>
    public static IServiceCollection AddProcessReports(this IServiceCollection services) => services.AddHealth().AddHostedService<ProcessReporter>();

    /// <summary><c>/healthz/live</c>: the process answers. <c>/healthz/ready</c>: every check tagged <see cref="Ready"/> is healthy, else 503.</summary>
    public static IEndpointRouteBuilder MapProbes(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = static _ => false }).AllowAnonymous();
        routes.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = static c => c.Tags.Contains(Ready) }).AllowAnonymous();
        return routes;
    }

    /// <summary>
    /// <c>/health</c>: each component's state, age and last error; 200 whatever they are. <c>/health/processes</c>: the processes' metrics,
    /// for the dashboard.
    /// </summary>
    internal static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/health").RequireAuthorization(AccessPolicies.Operator).ExcludeFromDescription();
        group.MapGet("", static async (ProcessView self, IClusterClient grains, TimeProvider time, CancellationToken cancellationToken) =>
            HealthReport.Of(await ReadAsync(self, grains, cancellationToken), time.GetUtcNow().ToUnixTimeMilliseconds()));
        group.MapGet("/processes", static async (ProcessView self, IClusterClient grains, CancellationToken cancellationToken) =>
            (await ReadAsync(self, grains, cancellationToken)).Select(static p => new ProcessMetrics(p.Process, p.At, p.Metrics)));
    }

    // This process as it is now; of the others what they have told.
    private static async Task<ImmutableArray<ProcessReport>> ReadAsync(ProcessView self, IClusterClient grains, CancellationToken cancellationToken)
    {
        var own = await self.ReadAsync(cancellationToken);
        return [own, .. (await grains.GetGrain<IProcessBoardGrain>(IProcessBoardGrain.Key).ReadAsync()).Where(p => p.Process != own.Process)];
    }
}

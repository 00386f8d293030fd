using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TradingBot.ClientApi.Health;

/// <summary>The answer of <c>/health</c>.</summary>
/// <param name="State"><c>ok</c>, or <c>failing</c> when one of the components is.</param>
/// <param name="Components">All components, by name.</param>
internal sealed record HealthReport(string State, ImmutableArray<HealthComponent> Components)
{
    public static async Task<HealthReport> ReadAsync(
        HealthCheckService checks, IEnumerable<IComponentSource> sources, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var report = await checks.CheckHealthAsync(cancellationToken);
        ImmutableArray<HealthComponent> components =
        [
            .. report.Entries.Select(e => new ComponentStatus(
                    e.Key, e.Value.Status == HealthStatus.Healthy ? ComponentStatus.Ok : ComponentStatus.Failing, e.Value.Description ?? "", now))
                .Concat(sources.SelectMany(static s => s.Read())).OrderBy(static c => c.Name, StringComparer.Ordinal).Select(c => HealthComponent.Of(c, now)),
        ];
        return new(components.Any(static c => c.State == ComponentStatus.Failing) ? ComponentStatus.Failing : ComponentStatus.Ok, components);
    }
}

/// <summary>A component.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Its state.</param>
/// <param name="Detail">In words.</param>
/// <param name="AgeSeconds">How long ago it last worked; null for never.</param>
/// <param name="LastError">The last error, also one that has passed.</param>
/// <param name="LastErrorAgeSeconds">How long ago that was.</param>
internal sealed record HealthComponent(string Name, string State, string Detail, long? AgeSeconds, string? LastError, long? LastErrorAgeSeconds)
{
    public static HealthComponent Of(ComponentStatus status, long now) => new(
        status.Name, status.State, status.Detail, Age(status.SeenAt, now), status.LastError, Age(status.FailedAt, now));

    private static long? Age(long? at, long now) => at is { } time ? Math.Max(0, (now - time) / 1_000) : null;
}

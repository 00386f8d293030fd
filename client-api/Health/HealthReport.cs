using System.Collections.Immutable;
using TradingBot.Operation;

namespace TradingBot.ClientApi.Health;

/// <summary>The answer of <c>/health</c>.</summary>
/// <param name="State"><c>ok</c>, or <c>failing</c> when one of the components is.</param>
/// <param name="Components">All components, by process and name.</param>
internal sealed record HealthReport(string State, ImmutableArray<HealthComponent> Components)
{
    public static HealthReport Of(ImmutableArray<ProcessReport> processes, long now)
    {
        ImmutableArray<HealthComponent> components = [.. processes.SelectMany(p => p.Components.Select(c => HealthComponent.Of(p.Process, c, now)))];
        return new(components.Any(static c => c.State == ComponentStatus.Failing) ? ComponentStatus.Failing : ComponentStatus.Ok, components);
    }
}

/// <summary>A component.</summary>
/// <param name="Process">Whose it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">Its state.</param>
/// <param name="Detail">In words.</param>
/// <param name="AgeSeconds">How long ago it last worked; null for never.</param>
/// <param name="LastError">The last error, also one that has passed.</param>
/// <param name="LastErrorAgeSeconds">How long ago that was.</param>
internal sealed record HealthComponent(
    string Process, string Name, string State, string Detail, long? AgeSeconds, string? LastError, long? LastErrorAgeSeconds)
{
    public static HealthComponent Of(string process, ComponentStatus status, long now) => new(
        process, status.Name, status.State, status.Detail, Age(status.SeenAt, now), status.LastError, Age(status.FailedAt, now));

    private static long? Age(long? at, long now) => at is { } time ? Math.Max(0, (now - time) / 1_000) : null;
}

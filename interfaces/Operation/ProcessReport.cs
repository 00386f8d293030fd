using System.Collections.Immutable;

namespace TradingBot.Operation;

/// <summary>How one process of the service is.</summary>
/// <param name="Process">Names it: machine and HTTP port.</param>
/// <param name="At">When it was so, milliseconds UTC.</param>
/// <param name="Components">What it depends on, as its own last use has shown.</param>
/// <param name="Metrics">The service's metrics in this process, in the Prometheus text format.</param>
[GenerateSerializer, Immutable, Alias("process-report")]
public sealed record ProcessReport(
    [property: Id(0)] string Process, [property: Id(1)] long At, [property: Id(2)] ImmutableArray<ComponentStatus> Components, [property: Id(3)] string Metrics);

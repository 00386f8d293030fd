using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingBot.ClientApi.Telemetry;
using TradingBot.Operation;

namespace TradingBot.ClientApi.Health;

/// <summary>This process as it is now.</summary>
internal sealed class ProcessView(HealthCheckService checks, IEnumerable<IComponentSource> sources, MetricsPage metrics, IServer server, TimeProvider time)
{
    /// <summary>Machine (in Kubernetes, the pod) and port.</summary>
    public string Name => $"{Environment.MachineName}:{PortOf(server)}";

    public async Task<ProcessReport> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var report = await checks.CheckHealthAsync(cancellationToken);
        return new(
            Name, now,
            [
                .. report.Entries.Select(e => new ComponentStatus(
                        e.Key, e.Value.Status == HealthStatus.Healthy ? ComponentStatus.Ok : ComponentStatus.Failing, e.Value.Description ?? "", now))
                    .Concat(sources.SelectMany(static s => s.Read())).OrderBy(static c => c.Name, StringComparer.Ordinal),
            ],
            OwnOf(metrics.Render(openMetrics: false)));
    }

    // What .NET measures of itself is for scrapers.
    private static string OwnOf(string page) =>
        string.Join('\n', page.Split('\n').Where(static line => line.StartsWith("tradingbot_", StringComparison.Ordinal)));

    private static int PortOf(IServer server) =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address ? new Uri(address).Port : 0;
}

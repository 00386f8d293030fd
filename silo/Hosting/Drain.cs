using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingBot.ClientApi.Health;

namespace TradingBot.Silo.Hosting;

/// <summary>
/// The time between "no new requests, please" and the end: readiness is false at once, and whoever sends requests here all the same,
/// because a load balancer has not heard of it yet, is answered until the time is over.
/// </summary>
internal sealed class Drain(HttpOptions http, TimeProvider time) : IHostedLifecycleService, IHealthCheck
{
    private volatile bool _isEnding;

    /// <summary>Adds it, and lengthens what a stop may take by it.</summary>
    public static void AddTo(IServiceCollection services, HttpOptions http)
    {
        services.AddSingleton(http);
        services.AddSingleton<Drain>();
        services.AddHostedService(static s => s.GetRequiredService<Drain>());
        services.AddHealthChecks().Add(new("drain", static s => s.GetRequiredService<Drain>(), null, [HealthApi.Ready]));
        services.PostConfigure<HostOptions>(host => host.ShutdownTimeout += TimeSpan.FromSeconds(http.DrainSeconds));
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_isEnding ? HealthCheckResult.Unhealthy("The service is about to end.") : HealthCheckResult.Healthy());

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isEnding = true;
        return Task.Delay(TimeSpan.FromSeconds(http.DrainSeconds), time, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

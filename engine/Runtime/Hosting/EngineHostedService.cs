using Microsoft.Extensions.Hosting;

namespace TradingBot.Engine.Hosting;

/// <summary>Runs the engine as the outermost service: up before the others start, down after they have stopped.</summary>
internal sealed class EngineHostedService(GrainEngine engine) : IHostedLifecycleService, IDisposable
{
    private readonly EngineMetrics _metrics = new(engine);

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        engine.Start();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);

    public void Dispose() => _metrics.Dispose();
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using TradingBot.Operation;

namespace TradingBot.ClientApi.Health;

/// <summary>Tells the others of the cluster how this process is, until it ends.</summary>
internal sealed class ProcessReporter(
    ProcessView self, IClusterClient grains, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ProcessReporter> logger) : BackgroundService
{
    private IProcessBoardGrain Board => grains.GetGrain<IProcessBoardGrain>(IProcessBoardGrain.Key);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Before it listens it has no name.
        var started = new TaskCompletionSource();
        await using var listens = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(IProcessBoardGrain.Period, time);
        do
        {
            await TryAsync(async () => await Board.ReportAsync(await self.ReadAsync(stoppingToken)), stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(() => Board.LeaveAsync(self.Name), cancellationToken);
    }

    // Without silos, as at the start of all, nobody can be told.
    private async Task TryAsync(Func<Task> tell, CancellationToken cancellationToken)
    {
        try
        {
            await tell();
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(failure, "The cluster cannot be told how this process is; it is tried again");
        }
    }
}

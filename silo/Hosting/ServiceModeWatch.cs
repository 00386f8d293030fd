using Orleans;
using TradingBot.Grains.Trading.Risk;
using TradingBot.Trading.Risk;

namespace TradingBot.Silo.Hosting;

/// <summary>Keeps this process's copy of the service's mode: the grain that sets it may live in another process.</summary>
internal sealed class ServiceModeWatch(IClusterClient grains, ServiceSwitch local, TimeProvider time, ILogger<ServiceModeWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                local.Set(await grains.GetGrain<IServiceControlGrain>(IServiceControlGrain.Key).GetStateAsync());
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(failure, "The service's mode cannot be read; what was last known holds");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

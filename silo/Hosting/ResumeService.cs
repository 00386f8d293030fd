using Orleans;
using TradingBot.MarketData;

namespace TradingBot.Silo.Hosting;

/// <summary>Opens the feeds that were open when the service stopped; their traders wake with the first candle.</summary>
internal sealed class ResumeService(IClusterClient grains, ILogger<ResumeService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var series = await grains.GetGrain<IFollowedSeriesGrain>(IFollowedSeriesGrain.Key).GetAsync();
        await Parallel.ForEachAsync(series, stoppingToken, async (one, _) =>
        {
            try
            {
                await grains.GetGrain<IMarketDataFeedGrain>(one.ToString()).ReconcileAsync();
            }
            catch (Exception failure)
            {
                // Its grain keeps trying, and the others must not wait for it.
                logger.LogWarning(failure, "{Series} cannot be opened yet", one);
            }
        });
    }
}

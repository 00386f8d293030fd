using Orleans;
using TradingBot.Accounts;
using TradingBot.Audit;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Silo.Hosting;

/// <summary>
/// Opens the feeds that were open when the service stopped, and wakes the traders: one with a position at a venue must not wait for
/// the next candle to hear what has happened to it.
/// </summary>
internal sealed class ResumeService(IClusterClient grains, ILogger<ResumeService> logger) : BackgroundService
{
    private const int UsersAtATime = 500;

    /// <summary>Wakes what no activation is left of.</summary>
    public Task ResumeAsync(CancellationToken cancellationToken) => Task.WhenAll(OpenFeedsAsync(cancellationToken), WakeTradersAsync(cancellationToken));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => ResumeAsync(stoppingToken);

    private async Task OpenFeedsAsync(CancellationToken stoppingToken)
    {
        var series = await grains.GetGrain<IFollowedSeriesGrain>(IFollowedSeriesGrain.Key).GetAsync();
        await Parallel.ForEachAsync(series, stoppingToken, async (one, _) =>
        {
            try
            {
                // A shard with followers subscribes when it wakes, also where the subscription was lost or left behind.
                await Task.WhenAll(CandleFanout.KeysOf(one).Select(shard => grains.GetGrain<ICandleFanoutGrain>(shard).GetStatusAsync()));
                await grains.GetGrain<IMarketDataFeedGrain>(one.ToString()).ReconcileAsync();
            }
            catch (Exception failure)
            {
                // Its grain keeps trying, and the others must not wait for it.
                logger.LogWarning(failure, "{Series} cannot be opened yet", one);
            }
        });
    }

    private async Task WakeTradersAsync(CancellationToken stoppingToken)
    {
        var directory = grains.GetGrain<IUserDirectoryGrain>(IUserDirectoryGrain.Key);
        string? last = null;
        while (await directory.ListAsync(last, UsersAtATime) is { IsEmpty: false } users)
        {
            await Parallel.ForEachAsync(users, stoppingToken, async (user, _) =>
            {
                await WriteAuditAsync(user);
                foreach (var symbol in await grains.GetGrain<IUserGrain>(user).GetTradersAsync())
                    await WakeAsync(new(user, symbol));
            });
            last = users[^1];
        }
    }

    // What a crash has kept from the audit trail.
    private async Task WriteAuditAsync(string user)
    {
        try
        {
            await grains.GetGrain<IAuditGrain>(user).GetWaitingAsync();
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{User}: what waits for the audit trail is written with the next entry", user);
        }
    }

    private async Task WakeAsync(TraderKey trader)
    {
        try
        {
            // To be asked is to be awake.
            await grains.GetGrain<ITraderGrain>(trader.ToString()).GetStatusAsync();
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{Trader} cannot be woken; its next candle does", trader);
        }
    }
}

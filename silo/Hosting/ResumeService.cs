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

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Wakes what no activation is left of; tries it until the lists of what there is can be read.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        for (var pause = TimeSpan.FromSeconds(1); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await Task.WhenAll(OpenFeedsAsync(cancellationToken), WakeTradersAsync(cancellationToken));
                return;
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                logger.LogWarning(failure, "Feeds and traders cannot be woken yet; tried again in {Pause}", pause);
                await Task.Delay(pause, cancellationToken);
            }
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => ResumeAsync(stoppingToken);

    private async Task OpenFeedsAsync(CancellationToken cancellationToken)
    {
        var series = await grains.GetGrain<IFollowedSeriesGrain>(IFollowedSeriesGrain.Key).GetAsync();
        await Parallel.ForEachAsync(series, cancellationToken, async (one, _) =>
        {
            // A shard with followers subscribes when it wakes, also where the subscription was lost or left behind.
            await Task.WhenAll(CandleFanout.KeysOf(one).Select(shard =>
                TryAsync(shard, "its next candle does", () => grains.GetGrain<ICandleFanoutGrain>(shard).GetStatusAsync())));
            await TryAsync(one.ToString(), "its reminder does", () => grains.GetGrain<IMarketDataFeedGrain>(one.ToString()).ReconcileAsync());
        });
    }

    private async Task WakeTradersAsync(CancellationToken cancellationToken)
    {
        var directory = grains.GetGrain<IUserDirectoryGrain>(IUserDirectoryGrain.Key);
        string? last = null;
        while (await directory.ListAsync(last, UsersAtATime) is { IsEmpty: false } users)
        {
            await Parallel.ForEachAsync(users, cancellationToken, async (user, _) =>
            {
                // What a crash has kept from the audit trail.
                await TryAsync($"{user}'s audit trail", "its next entry does", () => grains.GetGrain<IAuditGrain>(user).GetWaitingAsync());
                await TryAsync($"{user}'s traders", "their next candles do", () => WakeTradersAsync(user));
            });
            last = users[^1];
        }
    }

    // To be asked is to be awake.
    private async Task WakeTradersAsync(string user)
    {
        foreach (var symbol in await grains.GetGrain<IUserGrain>(user).GetTradersAsync())
        {
            var trader = new TraderKey(user, symbol).ToString();
            await TryAsync(trader, "its next candle does", () => grains.GetGrain<ITraderGrain>(trader).GetStatusAsync());
        }
    }

    // The others must not wait for one that fails.
    private async Task TryAsync(string what, string otherwise, Func<Task> wake)
    {
        try
        {
            await wake();
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{What} cannot be woken; {Otherwise}", what, otherwise);
        }
    }
}

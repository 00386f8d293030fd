using System.Collections.Immutable;
using Orleans;
using TradingBot.Accounts;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Replay;
using TradingBot.MarketData;
using TradingBot.Silo.Terminal;
using TradingBot.Trading;

namespace TradingBot.Silo.Demo;

/// <summary>Sets the demo users up on an empty data folder, starts their traders, and shows them until the service stops.</summary>
internal sealed class DemoService(
    IClusterClient grains, ICandleFeed feed, SymbolDirectory symbols, ITraderDisplay display, TimeProvider time, IHostApplicationLifetime lifetime) : BackgroundService
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.ApplicationStarted.WhenCancelledAsync(stoppingToken);
        var traders = DemoUsers.For(await SeriesAsync(stoppingToken));
        foreach (var user in traders.Select(t => t.Key.UserId))
            await grains.GetGrain<IUserGrain>(user).CreateAsync(UserRole.Trader);
        var references = traders.Select(t => grains.GetGrain<ITraderGrain>(t.Key.ToString())).ToImmutableArray();
        for (var i = 0; i < traders.Length; i++)
            await SetUpAsync(references[i], traders[i]);
        await display.ShowAsync(() => StatusesAsync(references), Refresh, time, stoppingToken);
    }

    private async Task<IReadOnlyList<CandleSeries>> SeriesAsync(CancellationToken cancellationToken) =>
        feed is ReplayFeed replay
            ? await replay.GetSeriesAsync(cancellationToken)
            : [.. (await symbols.GetAllAsync(cancellationToken)).Select(static s => new CandleSeries(s.Id, CandleInterval.OneMinute))];

    // Only what is missing: a demo that is started again goes on with what its users have changed meanwhile, and one that was
    // killed while it was set up finishes that.
    private static async Task SetUpAsync(ITraderGrain grain, DemoTrader trader)
    {
        var status = await grain.GetStatusAsync();
        if (status.Settings is null)
            Check(await grain.ConfigureAsync(trader.Settings), trader);
        if (status is { RunState: TraderRunState.Stopped, Candle: null })
            Check(await grain.StartAsync(), trader);
    }

    private static void Check(TraderResult result, DemoTrader trader)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException($"{trader.Key}: {string.Join("; ", result.Errors)}");
    }

    private static async Task<ImmutableArray<TraderStatus>> StatusesAsync(ImmutableArray<ITraderGrain> traders) =>
        [.. await Task.WhenAll(traders.Select(t => t.GetStatusAsync()))];
}

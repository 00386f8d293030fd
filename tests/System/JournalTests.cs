using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using TradingBot.Exchange.Binance;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Secrets;
using TradingBot.Grains.Trading.Paper;
using TradingBot.Grains.Trading;
using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Silo.Hosting;
using TradingBot.Tests.Support;
using TradingBot.Trading;

namespace TradingBot.Tests.System;

/// <summary>The journal as its readers see it, of a trader on a market that runs as fast as it can.</summary>
[Collection("alone")]
public sealed class JournalTests : IAsyncDisposable
{
    private static readonly TraderKey Alice = TraderKey.Parse("alice/spot:BTCUSDT");

    private readonly IHost _host = Service(TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task What_a_trader_does_can_be_read_by_its_owner_and_by_administrators()
    {
        await _host.StartAsync();
        var (alice, bruno, everybody) = (Journal("alice"), Journal("bruno"), Journal(IJournalGrain.AllUsers));
        var first = alice.WaitForEventsAsync(0, 1_000);
        await StartTraderAsync();

        var events = (await first).ToList();
        while (events.Count(e => e.Kind == EventKind.Trade) < 3)
            events.AddRange(await alice.WaitForEventsAsync(events[^1].Id, 1_000));
        await Trader.StopAsync();
        await Trader.FlattenAsync();

        events[0].Kind.ShouldBe(EventKind.RunState);
        events.Select(e => e.Id).ShouldBeInOrder();
        // Each order begins with its placing, and a fill comes between that and the order's next version.
        events.Where(e => e.Order is not null).DistinctBy(e => e.Order!.Id).ShouldAllBe(e => e.Order!.Status == OrderStatus.Working);
        var fill = events.First(e => e.Fill is not null).Fill!;
        events.Where(e => e.Order?.Id == fill.OrderId).Select(e => e.Order!.Status).ShouldBe([OrderStatus.Working, OrderStatus.Filled]);

        // The last rows leave the grain a moment after the command.
        var status = await Trader.GetStatusAsync();
        var trades = await Poll.UntilAsync(() => alice.GetTradesAsync(new(Limit: 1_000)), t => t.Items.Length >= Math.Min(status.Totals.Trades, 1_000));
        if (trades.NextCursor is null)
            trades.Items.Sum(t => t.Trade.Pnl.ToDecimal()).ShouldBe(status.Totals.Pnl.ToDecimal());

        (await everybody.GetTradesAsync(new(UserId: "alice"))).Items.ShouldNotBeEmpty();
        (await bruno.GetTradesAsync(new(UserId: "alice"))).Items.ShouldBeEmpty();
        (await bruno.GetOrdersAsync(new())).Items.ShouldBeEmpty();
        (await bruno.ReadEventsAsync(0, 10)).ShouldBeEmpty();
        (await bruno.GetReportAsync(new(UserId: "alice"))).Performance.Trades.ShouldBe(0);

        var report = await alice.GetReportAsync(new());
        report.Performance.Trades.ShouldBe(status.Totals.Trades);
        report.RealisedPnl.ShouldBe(status.Totals.Pnl);
        report.Resolution.ShouldNotBeNull();
        report.EndEquity.ShouldBe(report.Capital + report.RealisedPnl + report.UnrealisedPnl);
        report.Days.Sum(d => d.Pnl.ToDecimal()).ShouldBe((report.EndEquity - report.StartEquity).ToDecimal());
    }

    [Fact]
    public async Task Readers_that_wait_do_not_hold_the_service_up_when_it_stops()
    {
        // By a clock that stands still no reader's time is ever up.
        using var host = Service(new ManualTimeProvider());
        await host.StartAsync();
        var waiting = host.Services.GetRequiredService<IClusterClient>().GetGrain<IJournalGrain>("alice").WaitForEventsAsync(0, 10);
        await host.StopAsync().WaitAsync(TimeSpan.FromMinutes(1));

        (await waiting).ShouldBeEmpty();
    }

    [Fact]
    public async Task Queries_with_errors_are_the_callers_bug()
    {
        await _host.StartAsync();
        await Should.ThrowAsync<ArgumentException>(() => Journal("alice").GetOrdersAsync(new(Limit: 0)));
        await Should.ThrowAsync<ArgumentException>(() => Journal("alice").GetReportAsync(new(TimeZone: "nowhere")));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Journal("alice").ReadEventsAsync(0, 0));
    }

    private ITraderGrain Trader => _host.Services.GetRequiredService<IClusterClient>().GetGrain<ITraderGrain>(Alice.ToString());

    private IJournalGrain Journal(string key) => _host.Services.GetRequiredService<IClusterClient>().GetGrain<IJournalGrain>(key);

    private async Task StartTraderAsync()
    {
        (await Trader.ConfigureAsync(new(
            CandleInterval.OneMinute, StrategySettings.Breakout("5", "5"), new(SizeKind.Quote, Fixed8.Parse("1000"))))).Errors.ShouldBeEmpty();
        (await Trader.StartAsync()).Errors.ShouldBeEmpty();
    }

    private static IHost Service(TimeProvider time)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton(time);
        builder.Services.AddMarketData(new() { Speed = 6_000 });
        builder.Services.AddBinance(new(), MarketDataSource.Simulated);
        builder.Services.AddSingleton(new SecretVault(MasterKey.Create()));
        builder.Services.AddTrading(new(), new());
        builder.Services.AddGrainsAndJournal(null);
        return builder.Build();
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using TradingBot.Exchange.Binance;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Replay;
using TradingBot.Exchange.Secrets;
using TradingBot.Grains.Backtesting;
using TradingBot.Grains.Trading;
using TradingBot.Grains.Trading.Paper;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Silo.Hosting;
using TradingBot.Trading;

namespace TradingBot.Tests.System;

/// <summary>Invariant 4: paper trading of a recording, through feed, stream and grains, gives the backtest's trades.</summary>
public sealed class PaperEqualsBacktestTests
{
    [Fact]
    public Task Paper_trading_of_the_sample_gives_the_backtests_trades() =>
        CompareAsync(Path.Combine(AppContext.BaseDirectory, "samples", "BTCUSDT-spot-1m-2024-12-01.csv"));

    [Theory]
    [InlineData("BTCUSDT-spot-1m-2024-12.csv")]
    [InlineData("BTCUSDT-spot-1h-2017-2022.csv")]
    [InlineData("ETHUSDT-spot-4h-2017-2022.csv")]
    [InlineData("BTCUSDT-usdm-30m-2024-2026.csv")]
    [InlineData("BTCUSDT-binanceus-1m-2023-03.csv")]
    [InlineData("LTCUSDT-usdm-1m-2026-02-12col.csv.gz")]
    public async Task Paper_trading_of_a_recording_gives_the_backtests_trades(string file)
    {
        var path = SharedData.PathOf(Path.Combine("klines", file));
        Assert.SkipWhen(path is null, SharedData.Absent);
        await CompareAsync(path);
    }

    private static async Task CompareAsync(string path)
    {
        var options = new PaperOptions();
        var marketData = new MarketDataOptions { Source = MarketDataSource.Replay, Speed = 0, Replay = { Path = path, Symbol = path.Contains("binanceus") ? "BTCUSDT" : null } };
        using var host = Start(marketData, options);
        await host.StartAsync();
        var feed = (ReplayFeed)host.Services.GetRequiredService<ICandleFeed>();
        var series = (await feed.GetSeriesAsync(default)).Single();
        var symbol = (await feed.GetSymbolsAsync(series.Symbol.Market, default)).Single();
        var strategy = StrategySettings.Breakout("10", "10");
        var size = new PositionSize(SizeKind.Percent, new(20 * Fixed8.Scale));
        var candles = CandleFile.ReadAll(path).Candles.ToArray();
        var isSpot = symbol.Id.Market == MarketType.Spot;
        var expected = Backtest.Run(
            candles,
            new(symbol, series.Interval, strategy, size, options.StartBalance, isSpot ? options.SpotFee : options.FuturesFee));

        var grains = host.Services.GetRequiredService<IClusterClient>();
        var trader = grains.GetGrain<ITraderGrain>($"alice/{symbol.Id}");
        (await trader.ConfigureAsync(new(series.Interval, strategy, size))).Errors.ShouldBeEmpty();
        (await trader.StartAsync()).Errors.ShouldBeEmpty();
        var last = candles[^1].OpenTime;
        var status = await WaitAsync(trader, last);

        status.Totals.Trades.ShouldBe(expected.Trades.Length);
        status.Totals.Pnl.ShouldBe(expected.Trades.Aggregate(Fixed16.Zero, (sum, t) => sum + t.Pnl));
        status.Totals.Fees.ShouldBe(expected.Trades.Aggregate(Fixed16.Zero, (sum, t) => sum + t.Fees));
        status.Held.ShouldBe(expected.FinalBase);
        var recent = await trader.GetRecentTradesAsync();
        recent.ShouldBe(expected.Trades.TakeLast(recent.Length));
        var account = await grains.GetGrain<IPaperAccountGrain>("alice").GetAsync();
        (isSpot ? account.Spot : account.Futures).Single(b => b.Asset == "USDT").Total.ShouldBe(expected.FinalCash);
        await host.StopAsync();
    }

    // The recording plays as fast as its traders take it, which may be slowly: only one that stands still has failed.
    private static async Task<TraderStatus> WaitAsync(ITraderGrain trader, long last)
    {
        while (true)
        {
            var before = (await trader.GetStatusAsync()).Candle?.OpenTime;
            var status = await Poll.UntilAsync(() => trader.GetStatusAsync(), s => s.Candle?.OpenTime is { } time && (time == last || time != before));
            if (status.Candle?.OpenTime == last)
                return status;
        }
    }

    private static IHost Start(MarketDataOptions marketData, PaperOptions options)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddMarketData(marketData);
        builder.Services.AddBinance(new(), MarketDataSource.Simulated);
        builder.Services.AddSingleton(new SecretVault(MasterKey.Create()));
        builder.Services.AddTrading(options, new());
        builder.Services.AddGrainsAndJournal(null);
        return builder.Build();
    }
}

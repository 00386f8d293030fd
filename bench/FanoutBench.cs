using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using TradingBot.Engine.Hosting;
using TradingBot.Exchange.Binance;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Secrets;
using TradingBot.Grains.Trading;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Silo.Hosting;
using TradingBot.Trading;

namespace TradingBot.Bench;

/// <summary>
/// Many users' traders on one symbol, on disk: the time from the closed candle at the market-data grain to an order's
/// acknowledgement, its intent durable before it was sent and the order durable at the paper exchange.
/// </summary>
internal static class FanoutBench
{
    private const int Candles = 12;
    private static readonly CandleSeries Series = CandleSeries.Parse("spot:BTCUSDT/1m");

    public static async Task RunAsync(string[] args)
    {
        Console.WriteLine("traders   candles with orders   orders/candle   p50 ms   p99 ms   last ms (median)   last ms (worst)");
        foreach (var traders in args.Length > 0 ? args.Select(int.Parse) : [1_000, 10_000, 50_000])
            await MeasureAsync(traders);
    }

    private static async Task MeasureAsync(int traders)
    {
        var folder = Directory.CreateTempSubdirectory("tradingbot-bench-");
        try
        {
            var feed = new BenchFeed();
            using var host = await StartAsync(feed, folder.FullName);
            var grains = host.Services.GetRequiredService<IClusterClient>();
            await Parallel.ForAsync(0, traders, new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (i, _) =>
            {
                var trader = grains.GetGrain<ITraderGrain>($"user-{i}/{Series.Symbol}");
                await trader.ConfigureAsync(new(
                    Series.Interval, StrategySettings.Breakout("5", "5"), new(SizeKind.Quote, new(1_000 * Fixed8.Scale))));
                await trader.StartAsync();
            });

            var latencies = new ConcurrentBag<double>();
            long begun = 0;
            using var listener = new MeterListener
            {
                InstrumentPublished = static (instrument, l) =>
                {
                    if (instrument.Name == TradingMetrics.OrderLatencyName)
                        l.EnableMeasurementEvents(instrument);
                },
            };
            listener.SetMeasurementEventCallback<double>((_, _, _, _) =>
                latencies.Add(Stopwatch.GetElapsedTime(Volatile.Read(ref begun)).TotalMilliseconds));
            listener.Start();

            var statistics = host.Services.GetRequiredService<IEngineStatistics>();
            var all = new List<double>();
            var lasts = new List<double>();
            for (var candle = 0; candle < Candles; candle++)
            {
                latencies.Clear();
                Volatile.Write(ref begun, Stopwatch.GetTimestamp());
                await feed.NextAsync(Series);
                await QuietAsync(statistics);
                // The first candles meet cold code and cold activations; a candle on which nobody orders measures nothing.
                if (candle < 3 || latencies.Count < traders)
                    continue;
                all.AddRange(latencies);
                lasts.Add(latencies.Max());
            }

            if (lasts.Count == 0)
                throw new InvalidOperationException("No candle made every trader order.");
            all.Sort();
            lasts.Sort();
            Console.WriteLine(
                $"{traders,7:N0}   {lasts.Count,19}   {all.Count / lasts.Count,13:N0}   {all[all.Count / 2],6:N0}   {all[all.Count * 99 / 100],6:N0}   "
                + $"{lasts[lasts.Count / 2],16:N0}   {lasts[^1],15:N0}");
            await host.StopAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Candles are a minute apart: the journal, which is written behind the orders, is done before the next one.
    private static async Task QuietAsync(IEngineStatistics statistics)
    {
        long before;
        do
        {
            before = statistics.StorageWrites;
            await Task.Delay(TimeSpan.FromSeconds(2));
        }
        while (statistics.StorageWrites != before);
    }

    private static async Task<IHost> StartAsync(BenchFeed feed, string folder)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ICandleFeed>(feed);
        builder.Services.AddMarketData(new());
        builder.Services.AddBinance(new(), MarketDataSource.Simulated);
        builder.Services.AddSingleton(new SecretVault(MasterKey.Create()));
        builder.Services.AddTrading(new(), new());
        builder.Services.AddGrainsAndJournal(folder);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using TradingBot.Engine.Hosting;
using TradingBot.Engine.Storage;
using TradingBot.Exchange.Binance;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Secrets;
using TradingBot.Grains.Trading;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Silo.Hosting;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Bench;

/// <summary>
/// Many users' traders on one symbol, on disk: the time from the closed candle at the market-data grain to an order's
/// acknowledgement, its intent durable before it was sent and the order durable at the paper exchange.
/// </summary>
internal static class FanoutBench
{
    private const int Candles = 12;
    private static readonly CandleSeries Series = CandleSeries.Parse("spot:BTCUSDT/1m");

    /// <param name="args">Numbers of traders; <c>rules</c> gives each user rules, so that every entry is asked for.</param>
    public static async Task RunAsync(string[] args)
    {
        var rules = args.Contains("rules");
        args = [.. args.Where(a => a != "rules")];
        Console.WriteLine("Milliseconds from the close to an order's acknowledgement; last: to the last one of a candle. CPU and GC pauses until then.");
        Console.WriteLine(
            "traders   orders/candle      p50      p99   last: first candle   median    worst   CPU ms: median    worst   GC ms: worst   writes/trader   state B/trader   RSS MB");
        foreach (var traders in args.Length > 0 ? args.Select(int.Parse) : [1_000, 10_000, 50_000])
            await MeasureAsync(traders, rules);
    }

    private static async Task MeasureAsync(int traders, bool rules)
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
                if (rules)
                    await grains.GetGrain<IUserRiskGrain>($"user-{i}").SetLimitsAsync(new(MaxOpenPositions: 1));
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
            var candles = new List<Measured>();
            double first = 0;
            for (var candle = 0; candle < Candles; candle++)
            {
                latencies.Clear();
                var (cpu, pauses, writes) = (Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration(), statistics.StorageWrites);
                Volatile.Write(ref begun, Stopwatch.GetTimestamp());
                await feed.NextAsync(Series);
                var measured = new Measured(
                    latencies.DefaultIfEmpty().Max(), (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds,
                    (GC.GetTotalPauseDuration() - pauses).TotalMilliseconds, (double)(statistics.StorageWrites - writes) / traders);
                await QuietAsync(statistics);
                if (candle == 0)
                    first = measured.Last;
                // The first candles meet cold code and cold activations; a candle on which nobody orders measures nothing.
                if (candle < 3 || latencies.Count < traders)
                    continue;
                all.AddRange(latencies);
                candles.Add(measured);
            }

            if (candles.Count == 0)
                throw new InvalidOperationException("No candle made every trader order.");
            all.Sort();
            var stateBytes = host.Services.GetRequiredService<IDataStore>().Read(ReadStateBytes);
            Console.WriteLine(
                $"{traders,7:N0}   {all.Count / candles.Count,13:N0}   {all[all.Count / 2],6:N0}   {all[all.Count * 99 / 100],6:N0}   "
                + $"{first,18:N0}   {Median(c => c.Last),6:N0}   {candles.Max(c => c.Last),6:N0}   {Median(c => c.Cpu),14:N0}   {candles.Max(c => c.Cpu),6:N0}   "
                + $"{candles.Max(c => c.Pauses),12:N0}   {candles.Max(c => c.Writes),13:N1}   {stateBytes / traders,14:N0}   {Environment.WorkingSet / 1e6,6:N0}");
            await host.StopAsync();

            double Median(Func<Measured, double> of) => candles.Select(of).Order().ElementAt(candles.Count / 2);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static long ReadStateBytes(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sum(length(data)) FROM grain_state WHERE type IN ('trader', 'paperaccount')";
        return (long)command.ExecuteScalar()!;
    }

    // Candles are a minute apart: the journal, which is written behind the orders, is done before the next one.
    private static async Task QuietAsync(IEngineStatistics statistics)
    {
        long before;
        do
        {
            before = statistics.StorageWrites;
            // Longer than the journal lingers.
            await Task.Delay(TimeSpan.FromSeconds(1.2));
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

    private sealed record Measured(double Last, double Cpu, double Pauses, double Writes);
}

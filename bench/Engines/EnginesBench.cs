using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Bench;

/// <summary>The same grains on whichever engine this is built for: calls, durable writes, candle fan-out, recovery.</summary>
internal static class EnginesBench
{
    private const int Callers = 64;
    private const int Followers = 1_000;
    private const int Candles = 20;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly CandleSeries Series = CandleSeries.Parse("spot:BTCUSDT/1m");

    public static async Task RunAsync(string[] args)
    {
        var (feed, count) = (new BenchFeed(), new CandleCount());
        await using var engine = await BenchEngine.StartAsync(services => services
            .AddSingleton(TimeProvider.System).AddSingleton<ICandleFeed>(feed).AddSingleton(new MarketDataOptions()).AddSingleton(count));
        Console.WriteLine(BenchEngine.Name);

        var grains = Enumerable.Range(0, 1_000).Select(i => engine.Grains.GetGrain<IBenchGrain>($"grain-{i}")).ToArray();
        await Task.WhenAll(grains.Select(static g => g.Add(1)));
        await MeasureAsync("calls, one caller", 1, _ => grains[0].Add(1));
        await MeasureAsync($"calls, {Callers} callers over {grains.Length:N0} grains", Callers, i => grains[i % grains.Length].Add(1));

        var stored = Enumerable.Range(0, 256).Select(i => engine.Grains.GetGrain<IBenchStateGrain>($"grain-{i}")).ToArray();
        await Task.WhenAll(stored.Select(static g => g.Write(0)));
        await MeasureAsync($"durable writes, {stored.Length} grains", stored.Length, i => stored[i % stored.Length].Write(i));

        await FanOutAsync(engine, feed, count);
        await RecoverAsync(engine, stored);
    }

    private static async Task MeasureAsync(string name, int callers, Func<int, Task> call)
    {
        await RunAsync(TimeSpan.FromSeconds(1));
        var watch = Stopwatch.StartNew();
        var calls = await RunAsync(Span);
        Console.WriteLine($"{name}: {calls / watch.Elapsed.TotalSeconds:N0}/s");

        async Task<long> RunAsync(TimeSpan span)
        {
            var end = Stopwatch.GetTimestamp() + (long)(span.TotalSeconds * Stopwatch.Frequency);
            return (await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
            {
                var done = 0L;
                for (var i = caller; Stopwatch.GetTimestamp() < end; i += callers, done++)
                    await call(i);
                return done;
            })))).Sum();
        }
    }

    private static async Task FanOutAsync(BenchEngine engine, BenchFeed feed, CandleCount count)
    {
        await Parallel.ForAsync(0, Followers, async (i, _) => await engine.Grains.GetGrain<IBenchFollowerGrain>($"follower-{i}").RegisterAsync(Series));
        var times = new List<double>();
        var lost = 0;
        for (var candle = 0; candle < Candles; candle++)
        {
            var all = count.ExpectAsync(Followers);
            var watch = Stopwatch.StartNew();
            await feed.NextAsync(Series);
            // A queue of a stream that goes from one silo to another, as they do at first, may lose one.
            if (await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(5))) == all)
                times.Add(watch.Elapsed.TotalMilliseconds);
            else
                lost++;
        }

        times.Sort();
        Console.WriteLine($"candle to the last of {Followers:N0} followers: median {times[times.Count / 2]:N0} ms, worst {times[^1]:N0} ms; {lost} of {Candles} candles late or lost");
    }

    private static async Task RecoverAsync(BenchEngine engine, IBenchStateGrain[] grains)
    {
        var watch = Stopwatch.StartNew();
        await engine.FailAsync();
        var patience = watch.Elapsed + Patience;
        var again = grains.Select((_, i) => engine.Grains.GetGrain<IBenchStateGrain>($"grain-{i}"));
        await Task.WhenAll(again.Select(async grain =>
        {
            while (true)
            {
                try
                {
                    await grain.Write(-1);
                    return;
                }
                catch (Exception) when (watch.Elapsed < patience)
                {
                    // The outcome is not known: asked again, until the others have noticed.
                    await Task.Delay(100);
                }
            }
        }));
        Console.WriteLine($"all of {grains.Length} grains have written again after a kill: {watch.Elapsed.TotalSeconds:N1} s");
    }
}

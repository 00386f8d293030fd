using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using TradingBot.Engine.Hosting;

namespace TradingBot.Bench;

/// <summary>The grain engine's four figures.</summary>
internal static class EngineBench
{
    public static async Task RunAsync(string[] args)
    {
        await SequentialAsync();
        await ConcurrentAsync();
        await DurableAsync(args is [var folder, ..] ? folder : Path.GetTempPath());
        await IdleAsync();
    }

    private static async Task SequentialAsync()
    {
        using var host = await StartAsync(null);
        var grain = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IBenchGrain>("one");
        await MeasureAsync("sequential calls to one grain, target 1 M/s", 3_000_000, async count =>
        {
            for (var i = 0; i < count; i++)
                await grain.Add(1);
        });
        await host.StopAsync();
    }

    private static async Task ConcurrentAsync()
    {
        using var host = await StartAsync(null);
        var factory = host.Services.GetRequiredService<IGrainFactory>();
        var grains = Enumerable.Range(0, 1000).Select(i => factory.GetGrain<IBenchGrain>($"grain-{i}")).ToArray();
        await MeasureAsync("64 callers over 1,000 grains, target 2 M/s", 6_400_000, count => Task.WhenAll(
            Enumerable.Range(0, 64).Select(caller => Task.Run(async () =>
            {
                for (var i = 0; i < count / 64; i++)
                    await grains[((caller * 7919) + (i * 31)) % grains.Length].Add(1);
            }))));
        // No target: the same where calls cannot run on the caller's thread, because the grain is busy or awaits.
        await MeasureAsync("  the same over one grain", 640_000, count => Task.WhenAll(
            Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
            {
                for (var i = 0; i < count / 64; i++)
                    await grains[0].Add(1);
            }))));
        await MeasureAsync("  the same with an await in the grain", 640_000, count => Task.WhenAll(
            Enumerable.Range(0, 64).Select(caller => Task.Run(async () =>
            {
                for (var i = 0; i < count / 64; i++)
                    await grains[((caller * 7919) + (i * 31)) % grains.Length].AddLater(1);
            }))));
        await host.StopAsync();
    }

    private static async Task DurableAsync(string parent)
    {
        var folder = Path.Combine(parent, $"bench-{Guid.NewGuid():N}");
        using (var host = await StartAsync(folder))
        {
            var factory = host.Services.GetRequiredService<IGrainFactory>();
            var grains = Enumerable.Range(0, 256).Select(i => factory.GetGrain<IBenchStateGrain>($"grain-{i}")).ToArray();
            var statistics = host.Services.GetRequiredService<IEngineStatistics>();
            await MeasureAsync("durable state writes, 256 grains, target 60,000/s", 256_000, count => Task.WhenAll(
                grains.Select(grain => Task.Run(async () =>
                {
                    for (var i = 0; i < count / grains.Length; i++)
                        await grain.Write(i);
                }))));
            Console.WriteLine($"  {(double)statistics.StorageWrites / statistics.StorageCommits:F0} writes a commit");
            await host.StopAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task IdleAsync()
    {
        using var host = await StartAsync(null);
        var factory = host.Services.GetRequiredService<IGrainFactory>();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 100_000; i++)
            await factory.GetGrain<IBenchGrain>($"user-{i}/spot:BTCUSDT").Add(1);
        watch.Stop();
        var after = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine($"100,000 idle activations, target 400 MB: {(after - before) / 1e6:F0} MB managed, {Environment.WorkingSet / 1e6:F0} MB working set, {100_000 / watch.Elapsed.TotalSeconds:N0} activations/s");
        await host.StopAsync();
    }

    private static async Task MeasureAsync(string name, int count, Func<int, Task> work)
    {
        await work(count / 10);
        await work(count / 10);
        var best = 0.0;
        for (var round = 0; round < 3; round++)
        {
            var allocated = GC.GetTotalAllocatedBytes();
            var watch = Stopwatch.StartNew();
            await work(count);
            var rate = count / watch.Elapsed.TotalSeconds;
            best = Math.Max(best, rate);
            if (round == 2)
                Console.WriteLine($"{name}: {best:N0}/s (last {rate:N0}/s, {(GC.GetTotalAllocatedBytes() - allocated) / (double)count:F0} bytes each)");
        }
    }

    private static async Task<IHost> StartAsync(string? folder)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddEmbeddedGrainEngine(options =>
        {
            options.DataDirectory = folder;
            options.GrainAssemblies.Add(typeof(EngineBench).Assembly);
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}

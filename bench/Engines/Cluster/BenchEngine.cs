using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.TestingHost;
using TradingBot.MarketData;
using TradingBot.Silo.Hosting;
using TradingBot.Tests.Support;
using TradingBot.Tests.Support.Cluster;

namespace TradingBot.Bench;

/// <summary>The engine under measurement: three silos of Orleans and a client in one process, on PostgreSQL (fsync off).</summary>
internal sealed class BenchEngine : IAsyncDisposable
{
    public const string Name = "Orleans, three silos, PostgreSQL";

    private readonly InProcessTestCluster _cluster;

    private BenchEngine(InProcessTestCluster cluster) => _cluster = cluster;

    public IGrainFactory Grains => _cluster.Client;

    public static async Task<BenchEngine> StartAsync(Action<IServiceCollection> services)
    {
        var database = await TestDatabase.ConnectionStringAsync();
        var builder = new InProcessTestClusterBuilder(3);
        builder.Options.ServiceId = Guid.NewGuid().ToString("N");
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSiloHost((_, host) => services(host.Services));
        builder.ConfigureSilo((_, silo) => silo.UseClusterDatabase(database));
        builder.ConfigureClient(static client => client.AddMemoryStreams(CandleStreams.Provider));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster);
    }

    /// <summary>Ends one of the silos without warning.</summary>
    public Task FailAsync() => _cluster.KillSiloAsync(_cluster.Silos[^1]);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}

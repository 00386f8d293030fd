using Orleans;
using TradingBot.MarketData;
using TradingBot.Tests.Support;
using TradingBot.Tests.Support.Cluster;

namespace TradingBot.Tests.Engine;

/// <summary>The engine under test: the only file of the conformance suite that knows which one it is.</summary>
public sealed class EngineFixture : IAsyncDisposable
{
    public const string StreamProvider = CandleStreams.Provider;

    /// <summary>How long a caller waits where nothing else is said.</summary>
    public static readonly TimeSpan ResponseTimeout = TestSilos.ResponseTimeout;

    private readonly TestSilos _silos;

    private EngineFixture(TestSilos silos) => _silos = silos;

    public ManualTimeProvider Time => _silos.Time;

    public IClusterClient Client => _silos.Client;

    public static async Task<EngineFixture> StartAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Absent);
        var fixture = new EngineFixture(new(await TestDatabase.ConnectionStringAsync(), idleAge: TimeSpan.FromSeconds(5)));
        await fixture.StartAgainAsync();
        return fixture;
    }

    /// <summary>A grain with a key that no other test uses.</summary>
    public T Grain<T>(string? key = null)
        where T : IGrainWithStringKey => Client.GetGrain<T>(key ?? Guid.NewGuid().ToString());

    /// <summary>Stops the cluster and starts another one on the same storage.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAgainAsync();
    }

    /// <summary>Lets grains that nobody calls come of age until something has happened.</summary>
    public Task IdleAsync(Task until) => until.WaitAsync(Probe.Patience);

    public Task StartAgainAsync() => _silos.StartAsync();

    public Task StopAsync() => _silos.StopAsync();

    public ValueTask DisposeAsync() => _silos.DisposeAsync();
}

using Microsoft.Extensions.DependencyInjection;
using Orleans;
using TradingBot.Exchange.MarketData;
using TradingBot.Tests.Support.Cluster;

namespace TradingBot.Tests.Grains;

/// <summary>
/// The service's grains in a cluster of their own that a test can stop, kill and start again; the only file of this suite that knows
/// which engine runs them.
/// </summary>
public sealed class GrainFixture : IAsyncDisposable
{
    private readonly TestSilos _silos;

    private GrainFixture(string connectionString, ICandleFeed feed, MarketDataOptions options, Action<IServiceCollection>? configure) =>
        _silos = new(connectionString, services =>
        {
            services.AddSingleton(feed).AddSingleton(options).AddSingleton(Probes);
            configure?.Invoke(services);
        });

    public ManualTimeProvider Time => _silos.Time;

    public FollowerProbes Probes { get; } = new();

    /// <summary>Whether an event of a stream may be lost on its way, as in a queue that goes from one silo to another.</summary>
    public static bool LosesEvents => true;

    public IGrainFactory Grains => _silos.Client;

    /// <summary>Starts the cluster for the first time.</summary>
    /// <param name="feed">The candles.</param>
    /// <param name="options">Settings of the market data.</param>
    /// <param name="configure">Adds what only some of the grains need, at every start.</param>
    public static async Task<GrainFixture> StartAsync(
        ICandleFeed feed, MarketDataOptions? options = null, Action<IServiceCollection>? configure = null)
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Absent);
        var fixture = new GrainFixture(await TestDatabase.ConnectionStringAsync(), feed, options ?? new(), configure);
        await fixture.StartAgainAsync();
        return fixture;
    }

    public Task StartAgainAsync() => _silos.StartAsync();

    public Task StopAsync() => _silos.StopAsync();

    /// <summary>Ends the processes without letting anybody finish or save anything.</summary>
    public Task KillAsync() => _silos.KillAsync();

    public ValueTask DisposeAsync() => _silos.DisposeAsync();
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;
using TradingBot.Silo.Cluster;
using TradingBot.Silo.Hosting;
using TradingBot.Tests.Support;

[assembly: AssemblyFixture(typeof(TradingBot.Tests.Engine.EngineFixture.Database))]

namespace TradingBot.Tests.Engine;

/// <summary>
/// The engine under test: the only file of the conformance suite that knows which one it is. Storage is the cluster's, in a real
/// database; what grains see of time is a <see cref="ManualTimeProvider"/>, what the silos use among themselves is real. Streams
/// poll on the grains' clock, which therefore also moves by itself, as fast as time does.
/// </summary>
public sealed class EngineFixture : IAsyncDisposable
{
    public const string StreamProvider = "candles";

    /// <summary>How long a caller waits where nothing else is said.</summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(10);

    private readonly string _serviceId = Guid.NewGuid().ToString("N");
    private readonly string _connectionString;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _pulse;
    private InProcessTestCluster _cluster = null!;

    private EngineFixture(string connectionString)
    {
        _connectionString = connectionString;
        _pulse = Task.Run(PulseAsync);
    }

    public ManualTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public IClusterClient Client => _cluster.Client;

    public static async Task<EngineFixture> StartAsync()
    {
        var database = await TestContext.Current.GetFixture<Database>();
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Absent);
        var fixture = new EngineFixture(database!.Server!.ConnectionString);
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

    public async Task StartAgainAsync()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.Options.ServiceId = _serviceId;
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSiloHost((_, host) => UseTime(host.Services));
        builder.ConfigureSilo((_, silo) =>
        {
            silo.UseClusterDatabase(_connectionString);
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
            // The one thing that runs on the wall clock only.
            silo.Configure<GrainCollectionOptions>(static options =>
                (options.CollectionQuantum, options.CollectionAge) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)));
        });
        builder.ConfigureClientHost(host => UseTime(host.Services));
        builder.ConfigureClient(client =>
        {
            client.AddMemoryStreams(StreamProvider);
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async Task StopAsync()
    {
        await _cluster.StopSilosAsync();
        await _cluster.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _end.CancelAsync();
        await _pulse;
        _end.Dispose();
    }

    private async Task PulseAsync()
    {
        using var timer = new PeriodicTimer(Pulse);
        while (!_end.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            Time.Advance(Pulse);
        }
    }

    private void UseTime(IServiceCollection services)
    {
        services.AddSingleton<TimeProvider>(Time);
        foreach (var area in (string[])[TimeProviderNames.ActivationManagement, TimeProviderNames.GrainDirectory, TimeProviderNames.Membership, TimeProviderNames.SystemTimers])
            services.AddKeyedSingleton(area, TimeProvider.System);
    }

    /// <summary>One server for all tests; each has a service id of its own.</summary>
    public sealed class Database : IAsyncLifetime
    {
        public PostgresServer? Server { get; private set; }

        public async ValueTask InitializeAsync()
        {
            if (!PostgresServer.IsInstalled)
                return;
            Server = await PostgresServer.StartAsync();
            await using var connection = new NpgsqlConnection(Server.ConnectionString);
            await connection.OpenAsync();
            await ClusterSchema.MigrateAsync(connection, CancellationToken.None);
        }

        public async ValueTask DisposeAsync()
        {
            if (Server is not null)
                await Server.DisposeAsync();
        }
    }
}

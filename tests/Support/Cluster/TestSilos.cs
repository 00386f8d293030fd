using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;
using TradingBot.MarketData;
using TradingBot.Silo.Hosting;

namespace TradingBot.Tests.Support.Cluster;

/// <summary>
/// Two silos and a client on the cluster's own storage. What grains see of time is a <see cref="ManualTimeProvider"/>, what the silos
/// use among themselves is real. Streams poll on the grains' clock, which therefore also moves by itself, as fast as time does.
/// </summary>
public sealed class TestSilos : IAsyncDisposable
{
    /// <summary>How long a caller waits where nothing else is said.</summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(10);

    private readonly string _serviceId = Guid.NewGuid().ToString("N");
    private readonly string _connectionString;
    private readonly Action<IServiceCollection> _services;
    private readonly TimeSpan? _idleAge;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _pulse;
    private InProcessTestCluster? _cluster;

    /// <param name="connectionString">A database with the cluster's tables.</param>
    /// <param name="services">What the grains need.</param>
    /// <param name="idleAge">After how long on the wall clock, the one thing that grains have there only, an idle grain ends; null for Orleans' own.</param>
    public TestSilos(string connectionString, Action<IServiceCollection>? services = null, TimeSpan? idleAge = null)
    {
        _idleAge = idleAge;
        _connectionString = connectionString;
        _services = services ?? (static _ => { });
        _pulse = Task.Factory.StartNew(Beat, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public ManualTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public IClusterClient Client => _cluster!.Client;

    public async Task StartAsync()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.Options.ServiceId = _serviceId;
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSiloHost((_, host) =>
        {
            UseTime(host.Services);
            _services(host.Services);
        });
        builder.ConfigureSilo((_, silo) =>
        {
            silo.UseClusterDatabase(_connectionString);
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
            if (_idleAge is { } age)
                silo.Configure<GrainCollectionOptions>(options => (options.CollectionQuantum, options.CollectionAge) = (TimeSpan.FromSeconds(1), age));
        });
        builder.ConfigureClientHost(host => UseTime(host.Services));
        builder.ConfigureClient(client =>
        {
            client.AddMemoryStreams(CandleStreams.Provider);
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    /// <summary>Ends the silos in good order.</summary>
    public async Task StopAsync()
    {
        await _cluster!.StopSilosAsync();
        await EndAsync();
    }

    /// <summary>Ends the silos without letting anybody finish or save anything.</summary>
    public async Task KillAsync()
    {
        foreach (var silo in _cluster!.Silos)
            await _cluster.KillSiloAsync(silo);
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await StopAsync();
        await _end.CancelAsync();
        await _pulse;
        _end.Dispose();
    }

    private async Task EndAsync()
    {
        var cluster = _cluster!;
        _cluster = null;
        await cluster.DisposeAsync();
    }

    private void Beat()
    {
        while (!_end.Token.WaitHandle.WaitOne(Pulse))
            Time.Advance(Pulse);
    }

    private void UseTime(IServiceCollection services)
    {
        services.AddSingleton<TimeProvider>(new PooledTimers(Time));
        foreach (var area in (string[])[TimeProviderNames.ActivationManagement, TimeProviderNames.GrainDirectory, TimeProviderNames.Membership, TimeProviderNames.SystemTimers])
            services.AddKeyedSingleton(area, TimeProvider.System);
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using TradingBot.Engine.Hosting;
using TradingBot.Exchange.MarketData;
using TradingBot.Grains.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Tests.Grains;

/// <summary>
/// The service's grains in a process of their own that a test can stop, kill and start again; the only file of this suite that
/// knows which engine runs them. Storage is a real database in a folder of its own.
/// </summary>
public sealed class GrainFixture : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"grain-tests-{Guid.NewGuid():N}");
    private readonly ICandleFeed _feed;
    private readonly MarketDataOptions _options;
    private readonly Action<IServiceCollection>? _configure;
    private IHost? _host;

    private GrainFixture(ICandleFeed feed, MarketDataOptions options, Action<IServiceCollection>? configure) =>
        (_feed, _options, _configure) = (feed, options, configure);

    public ManualTimeProvider Time { get; } = new();

    public FollowerProbes Probes { get; } = new();

    /// <summary>Whether an event of a stream may be lost on its way.</summary>
    public static bool LosesEvents => false;

    public IGrainFactory Grains => _host!.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Starts the process for the first time.</summary>
    /// <param name="feed">The candles.</param>
    /// <param name="options">Settings of the market data.</param>
    /// <param name="configure">Adds what only some of the grains need, at every start.</param>
    public static async Task<GrainFixture> StartAsync(
        ICandleFeed feed, MarketDataOptions? options = null, Action<IServiceCollection>? configure = null)
    {
        var fixture = new GrainFixture(feed, options ?? new(), configure);
        await fixture.StartAgainAsync();
        return fixture;
    }

    public async Task StartAgainAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton(_feed);
        builder.Services.AddSingleton(_options);
        builder.Services.AddSingleton(Probes);
        _configure?.Invoke(builder.Services);
        builder.Services.AddEmbeddedGrainEngine(options =>
        {
            options.DataDirectory = _folder;
            options.GrainAssemblies.Add(typeof(MarketDataGrain).Assembly);
            options.GrainAssemblies.Add(typeof(GrainFixture).Assembly);
            options.StreamProviders.Add(CandleStreams.Provider);
        });
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async Task StopAsync()
    {
        await _host!.StopAsync();
        _host.Dispose();
        _host = null;
    }

    /// <summary>Ends the process without letting anybody finish or save anything.</summary>
    public Task KillAsync()
    {
        _host!.Dispose();
        _host = null;
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

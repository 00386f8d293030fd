using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using TradingBot.Engine.Hosting;
using TradingBot.Grains.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Bench;

/// <summary>The engine under measurement: one process on SQLite.</summary>
internal sealed class BenchEngine : IAsyncDisposable
{
    public const string Name = "embedded engine, SQLite";

    private readonly string _folder = Directory.CreateTempSubdirectory("tradingbot-bench-").FullName;
    private readonly Action<IServiceCollection> _services;
    private IHost _host = null!;

    private BenchEngine(Action<IServiceCollection> services) => _services = services;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<BenchEngine> StartAsync(Action<IServiceCollection> services)
    {
        var engine = new BenchEngine(services);
        await engine.StartAsync();
        return engine;
    }

    /// <summary>Ends the process without warning and starts it again.</summary>
    public Task FailAsync()
    {
        _host.Dispose();
        return StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        _services(builder.Services);
        builder.Services.AddEmbeddedGrainEngine(options =>
        {
            options.DataDirectory = _folder;
            options.GrainAssemblies.Add(typeof(MarketDataGrain).Assembly);
            options.GrainAssemblies.Add(typeof(BenchEngine).Assembly);
            options.StreamProviders.Add(CandleStreams.Provider);
        });
        _host = builder.Build();
        return _host.StartAsync();
    }
}

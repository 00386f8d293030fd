using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using TradingBot.Engine.Hosting;
using TradingBot.Tests.Support;

namespace TradingBot.Tests.Engine;

/// <summary>
/// The engine under test: the only file of the conformance suite that knows which one it is. Storage is a real database in a
/// folder of its own, time is a <see cref="ManualTimeProvider"/>.
/// </summary>
public sealed class EngineFixture : IAsyncDisposable
{
    public const string StreamProvider = "streams";

    /// <summary>How long a caller waits where nothing else is said.</summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(30);

    private readonly bool _ownsFolder;
    private IHost _host = null!;

    private EngineFixture(string? folder)
    {
        _ownsFolder = folder is null;
        Folder = folder ?? Path.Combine(Path.GetTempPath(), $"engine-tests-{Guid.NewGuid():N}");
    }

    public string Folder { get; }

    public ManualTimeProvider Time { get; } = new();

    public IClusterClient Client => Services.GetRequiredService<IClusterClient>();

    public IServiceProvider Services => _host.Services;

    public static async Task<EngineFixture> StartAsync(string? folder = null, Action<EmbeddedEngineOptions>? configure = null)
    {
        var fixture = new EngineFixture(folder);
        await fixture.StartHostAsync(configure);
        return fixture;
    }

    /// <summary>A grain with a key that no other test uses.</summary>
    public T Grain<T>(string? key = null)
        where T : IGrainWithStringKey => Client.GetGrain<T>(key ?? Guid.NewGuid().ToString());

    /// <summary>Stops the process's worth of grains and starts anew on the same storage.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAgainAsync();
    }

    /// <summary>Lets grains that nobody calls come of age until something has happened.</summary>
    public Task IdleAsync(Task until) => Time.AdvanceUntilAsync(until, TimeSpan.FromSeconds(1));

    public Task StartAgainAsync() => StartHostAsync(null);

    public async Task StopAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }

    private async Task StartHostAsync(Action<EmbeddedEngineOptions>? configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddEmbeddedGrainEngine(options =>
        {
            options.DataDirectory = Folder;
            options.GrainAssemblies.Add(typeof(EngineFixture).Assembly);
            options.StreamProviders.Add(StreamProvider);
            options.ResponseTimeout = ResponseTimeout;
            configure?.Invoke(options);
        });
        _host = builder.Build();
        try
        {
            await _host.StartAsync();
        }
        catch
        {
            _host.Dispose();
            throw;
        }
    }
}

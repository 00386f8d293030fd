using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using TradingBot.Exchange.Simulation;
using TradingBot.Simulator.Api;
using TradingBot.Simulator.Faults;
using TradingBot.Simulator.Http;
using TradingBot.Simulator.Prices;
using TradingBot.Simulator.Streams;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator;

/// <summary>
/// A Binance to run at home: spot and USDⓈ-M over REST, market and user data streams, and the WebSocket API, on 127.0.0.1. Beside
/// Binance's paths there are <c>GET /sim/log?after=N</c>, <c>GET|PUT /sim/faults</c>, <c>POST /sim/advance?ms=N</c>,
/// <c>POST /sim/shutdown-notice</c> and <c>GET /sim/state</c>.
/// </summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SimVenue _venue;
    private readonly StreamHub _hub;
    private readonly MarketPump _pump;
    private readonly CancellationTokenSource _stop = new();
    private Task _pumping = Task.CompletedTask;

    private SimulatorServer(SimulatorOptions options, TimeProvider timeProvider)
    {
        var faults = new FaultPlan(options.FaultSeed);
        if (options.FaultsFile is { } file)
            faults.Set(File.ReadAllText(file));
        var start = options.Speed == 1 ? timeProvider.GetUtcNow() : SimulatedFeed.DefaultStart;
        ICandleTape tape = options.Data is null ? new SeedTape(options.Seed, start.ToUnixTimeMilliseconds()) : new RecordedTape(options.Data, options.WarmUp);
        _venue = new(options, tape, AccountsFile.Read(options.AccountsFile), faults, new(timeProvider), timeProvider);
        var gate = new ApiGate(_venue);
        _hub = new(_venue);
        _pump = new(options, _venue, gate, _hub);
        lock (_venue.Gate)
            _venue.AdvanceTo(tape.Start);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, options.Port));
        _app = builder.Build();
        _app.UseWebSockets();
        var (rest, streams, control) = (new RestEndpoint(_venue, gate), new StreamEndpoint(_venue, gate, _hub), new ControlEndpoint(this, _venue));
        _app.Run(context =>
        {
            var path = context.Request.Path.Value ?? "";
            return path.StartsWith("/sim/", StringComparison.Ordinal) ? control.HandleAsync(context, path)
                : context.WebSockets.IsWebSocketRequest ? streams.HandleAsync(context, path, _stop.Token)
                : rest.HandleAsync(context, path);
        });
    }

    /// <summary>The address it listens on: <c>http://127.0.0.1:9400</c>.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>The market's time, milliseconds since 1970.</summary>
    public long MarketTime => _venue.MarketTime;

    /// <summary>How many times Binance's weight limits it allows; 1 for those themselves.</summary>
    public int WeightFactor
    {
        get => _venue.WeightFactor;
        set => _venue.WeightFactor = value;
    }

    /// <summary>Starts a simulator.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="timeProvider">Real time, by which requests are checked; null for the system's.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="FormatException">The faults or accounts file is not what it should be.</exception>
    /// <exception cref="Exchange.Replay.CandleFileException">The recordings cannot be read.</exception>
    public static async Task<SimulatorServer> StartAsync(
        SimulatorOptions options, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        var server = new SimulatorServer(options, timeProvider ?? TimeProvider.System);
        await server._app.StartAsync(cancellationToken);
        server.Address = new(server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        server._pumping = Task.Run(() => server._pump.RunAsync(server._stop.Token), CancellationToken.None);
        return server;
    }

    /// <summary>Waits until the process is asked to end.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Moves the market on by market time.</summary>
    public void Advance(TimeSpan by)
    {
        lock (_venue.Gate)
        {
            _venue.AdvanceTo(_venue.MarketTime + (long)by.TotalMilliseconds);
            foreach (var symbol in _venue.Symbols)
                symbol.ShowForming();
        }
    }

    /// <summary>Sets the faults, as <c>PUT /sim/faults</c> does.</summary>
    /// <exception cref="FormatException">They are not valid.</exception>
    public void SetFaults(string json) => _venue.Faults.Set(json);

    /// <summary>Sends <c>serverShutdown</c> to all streams, as <c>POST /sim/shutdown-notice</c> does.</summary>
    public void AnnounceShutdown()
    {
        lock (_venue.Gate)
            _hub.AnnounceShutdown();
    }

    /// <summary>The log behind an entry, as a JSON array.</summary>
    public string ReadLog(int after = 0) => _venue.Log.Read(after);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        lock (_venue.Gate)
        {
            foreach (var session in _hub.All.ToArray())
                session.Drop();
        }

        await _pumping;
        await _app.DisposeAsync();
        _stop.Dispose();
    }
}

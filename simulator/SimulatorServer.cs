using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using TradingBot.Exchange.Simulation;
using TradingBot.MarketData;
using TradingBot.Simulator.Api;
using TradingBot.Simulator.Faults;
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
    private static readonly TimeSpan PumpInterval = TimeSpan.FromMilliseconds(50);

    private readonly WebApplication _app;
    private readonly SimulatorOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly SimVenue _venue;
    private readonly ApiGate _gate;
    private readonly StreamHub _hub;
    private readonly CancellationTokenSource _stop = new();
    private Task _pump = Task.CompletedTask;
    private DateTimeOffset _lastFrames;

    private SimulatorServer(SimulatorOptions options, TimeProvider timeProvider)
    {
        (_options, _timeProvider) = (options, timeProvider);
        var faults = new FaultPlan(options.FaultSeed);
        if (options.FaultsFile is { } file)
            faults.Set(File.ReadAllText(file));
        var start = options.Speed == 1 ? timeProvider.GetUtcNow() : SimulatedFeed.DefaultStart;
        ICandleTape tape = options.Data is null ? new SeedTape(options.Seed, start.ToUnixTimeMilliseconds()) : new RecordedTape(options.Data, options.WarmUp);
        _venue = new(options, tape, AccountsFile.Read(options.AccountsFile), faults, new(timeProvider), timeProvider);
        _gate = new(_venue);
        _hub = new(_venue);
        lock (_venue.Gate)
            _venue.AdvanceTo(tape.Start);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, options.Port));
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(HandleAsync);
    }

    /// <summary>The address it listens on: <c>http://127.0.0.1:9400</c>.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>The market's time, milliseconds since 1970.</summary>
    public long MarketTime => _venue.MarketTime;

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
        server._pump = Task.Run(server.PumpAsync, CancellationToken.None);
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

        await _pump;
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    private async Task PumpAsync()
    {
        var started = _timeProvider.GetTimestamp();
        var origin = _venue.MarketTime;
        using var timer = new PeriodicTimer(PumpInterval, _timeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                lock (_venue.Gate)
                {
                    if (_options.Speed > 0)
                    {
                        // In slices, so that orders of one symbol do not see minutes that others have not reached.
                        var target = origin + (long)(_timeProvider.GetElapsedTime(started).TotalMilliseconds * _options.Speed);
                        while (_venue.MarketTime < target)
                            _venue.AdvanceTo(Math.Min(target, _venue.MarketTime + 60_000));
                    }

                    _gate.Usdm.RunCountdowns();
                    RollFaults();
                    if (_options.Speed > 0 && _timeProvider.GetUtcNow() - _lastFrames >= _options.FrameInterval)
                    {
                        _lastFrames = _timeProvider.GetUtcNow();
                        foreach (var symbol in _venue.Symbols)
                            symbol.ShowForming();
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
    }

    private void RollFaults()
    {
        var share = PumpInterval.TotalSeconds;
        var faults = _venue.Faults;
        if (faults.Roll(FaultKind.ClockSkew, share: share) is { } skew)
            _venue.Skew = skew.Ms;
        if (faults.Roll(FaultKind.DropSockets, share: share) is not null)
        {
            foreach (var session in _hub.All.ToArray())
                session.Drop();
        }

        if (faults.Roll(FaultKind.FreezeSockets, share: share) is { } freeze)
        {
            foreach (var session in _hub.All)
                session.Freeze(TimeSpan.FromMilliseconds(freeze.Ms));
        }

        foreach (var account in _venue.Accounts.Values)
        {
            if (faults.Roll(FaultKind.WipeAccount, account: account.ApiKey, share: share) is not null)
                _venue.Wipe(account);
        }
    }

    private Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.StartsWith("/sim/", StringComparison.Ordinal))
            return ControlAsync(context, path);
        return context.WebSockets.IsWebSocketRequest ? StreamAsync(context, path) : RestAsync(context, path);
    }

    private async Task RestAsync(HttpContext context, string path)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        // Kestrel's QueryString may differ from what was signed; the raw target does not.
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var query = target.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? target[(at + 1)..] : "";
        var parameters = new Dictionary<string, string>();
        foreach (var part in new[] { query, body })
        {
            foreach (var (name, values) in QueryHelpers.ParseQuery(part))
                parameters.TryAdd(name, values.ToString());
        }

        var market = path.StartsWith("/fapi", StringComparison.Ordinal) ? MarketType.Usdm : MarketType.Spot;
        var apiKey = context.Request.Headers["X-MBX-APIKEY"].FirstOrDefault();
        var method = context.Request.Method;
        var call = new ApiCall($"{method} {path}", market, parameters, WithoutSignature(query) + WithoutSignature(body), apiKey, "127.0.0.1");

        if (_venue.Faults.Roll(FaultKind.TimeoutBefore, method, path, apiKey) is { } before)
        {
            _venue.Log.Add("fault", new() { ["fault"] = FaultKind.TimeoutBefore, ["request"] = call.Route });
            await Task.Delay(TimeSpan.FromMilliseconds(before.Ms), _timeProvider, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.Abort();
            return;
        }

        var failing = RollFailure(method, path, apiKey);
        var reply = failing is { Executed: false } ? Describe(failing) : _gate.Handle(call);
        if (failing is { Executed: true })
            reply = Describe(failing);
        if (_venue.Faults.Roll(FaultKind.AnswerLost, method, path, apiKey) is not null)
        {
            _venue.Log.Add("fault", new() { ["fault"] = FaultKind.AnswerLost, ["request"] = call.Route });
            context.Abort();
            return;
        }

        await WriteAsync(context, reply, market);
    }

    private FaultRule? RollFailure(string method, string path, string? apiKey)
    {
        foreach (var kind in new[] { FaultKind.HttpError, FaultKind.Unknown1007, FaultKind.RateLimit, FaultKind.Ban })
        {
            if (_venue.Faults.Roll(kind, method, path, apiKey) is not { } rule)
                continue;
            _venue.Log.Add("fault", new() { ["fault"] = kind, ["request"] = $"{method} {path}", ["executed"] = rule.Executed });
            if (kind is FaultKind.RateLimit or FaultKind.Ban)
                rule.Executed = false;
            return rule;
        }

        return null;
    }

    private ApiReply Describe(FaultRule rule) => rule.Kind switch
    {
        FaultKind.Unknown1007 => ApiReply.Error(
            504, -1007, "Timeout waiting for response from backend server. Send status unknown; execution status unknown."),
        FaultKind.RateLimit => ApiReply.Error(429, -1003, "Too much request weight used.") with { RetryAfter = Math.Max(1, rule.Ms / 1_000) },
        FaultKind.Ban => ApiReply.Error(
            418, -1003, $"Way too much request weight used; IP banned until {_venue.ServerTime + rule.Ms}. Please use WebSocket Streams for live updates to avoid bans.")
            with { RetryAfter = Math.Max(1, rule.Ms / 1_000) },
        _ => ApiReply.Error(rule.Status ?? 503, rule.Code ?? -1000, rule.Msg ?? "Service unavailable from a restricted location or overloaded."),
    };

    private static async Task WriteAsync(HttpContext context, ApiReply reply, MarketType market)
    {
        var response = context.Response;
        response.StatusCode = reply.Status;
        response.ContentType = "application/json;charset=UTF-8";
        var weight = reply.UsedWeight.ToString(CultureInfo.InvariantCulture);
        if (market == MarketType.Spot)
            response.Headers["X-MBX-USED-WEIGHT"] = weight;
        response.Headers["X-MBX-USED-WEIGHT-1M"] = weight;
        foreach (var (window, count) in reply.OrderCounts)
            response.Headers[$"X-MBX-ORDER-COUNT-{window}"] = count.ToString(CultureInfo.InvariantCulture);
        if (reply.RetryAfter is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await response.WriteAsync(reply.Body.ToJsonString(), context.RequestAborted);
    }

    private static string WithoutSignature(string query) =>
        string.Join('&', query.Split('&').Where(static p => !p.StartsWith("signature=", StringComparison.Ordinal)));

    private async Task StreamAsync(HttpContext context, string path)
    {
        var market = MarketType.Spot;
        foreach (var prefix in new[] { "/market", "/private", "/public", "/fstream" })
        {
            if (!path.StartsWith(prefix + "/", StringComparison.Ordinal))
                continue;
            (market, path) = (MarketType.Usdm, path[prefix.Length..]);
            break;
        }

        var accept = new WebSocketAcceptContext
        {
            KeepAliveInterval = market == MarketType.Spot ? TimeSpan.FromSeconds(20) : TimeSpan.FromMinutes(3),
            KeepAliveTimeout = TimeSpan.FromSeconds(60),
        };
        if (path is "/ws-api/v3" or "/ws-fapi/v1")
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(accept);
            using var session = new WebSocketApiSession(socket, _venue, _hub, _gate, path == "/ws-api/v3" ? MarketType.Spot : MarketType.Usdm, "127.0.0.1");
            lock (_venue.Gate)
                _hub.Add(session);
            await session.RunAsync(_stop.Token);
            return;
        }

        var combined = path == "/stream";
        if (!combined && path != "/ws" && !path.StartsWith("/ws/", StringComparison.Ordinal))
        {
            context.Response.StatusCode = 404;
            return;
        }

        var names = combined ? context.Request.Query["streams"].ToString().Split('/') : path.Length > 4 ? path[4..].Split('/') : [];
        if (names.Length > 1_024)
        {
            context.Response.StatusCode = 400;
            return;
        }

        using var stream = await context.WebSockets.AcceptWebSocketAsync(accept);
        using var streams = new StreamSession(stream, _venue, _hub, market, combined, names.Where(static n => n.Length > 0));
        lock (_venue.Gate)
            _hub.Add(streams);
        await streams.RunAsync(_stop.Token);
    }

    private async Task ControlAsync(HttpContext context, string path)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        context.Response.ContentType = "application/json;charset=UTF-8";
        try
        {
            await context.Response.WriteAsync(Control($"{context.Request.Method} {path}", context.Request.Query, body), context.RequestAborted);
        }
        catch (FormatException e)
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync(new JsonObject { ["error"] = e.Message }.ToJsonString(), context.RequestAborted);
        }
    }

    private string Control(string command, IQueryCollection query, string body)
    {
        switch (command)
        {
            case "GET /sim/log":
                return ReadLog(int.TryParse(query["after"], CultureInfo.InvariantCulture, out var after) ? after : 0);
            case "GET /sim/faults":
                return _venue.Faults.Describe();
            case "PUT /sim/faults":
                SetFaults(body);
                return _venue.Faults.Describe();
            case "POST /sim/advance":
                if (!long.TryParse(query["ms"], CultureInfo.InvariantCulture, out var ms) || ms < 0)
                    throw new FormatException("ms must be the number of milliseconds by which the market is to move on.");
                Advance(TimeSpan.FromMilliseconds(ms));
                return new JsonObject { ["marketTime"] = MarketTime }.ToJsonString();
            case "POST /sim/shutdown-notice":
                lock (_venue.Gate)
                    _hub.Shutdown();
                return "{}";
            case "GET /sim/state":
                return State();
            default:
                throw new FormatException($"There is no {command}.");
        }
    }

    private string State()
    {
        lock (_venue.Gate)
        {
            return new JsonObject
            {
                ["marketTime"] = _venue.MarketTime, ["serverTime"] = _venue.ServerTime,
                ["accounts"] = new JsonArray([.. _venue.Accounts.Values.Select(a => new JsonObject
                {
                    ["apiKey"] = a.ApiKey,
                    ["spot"] = new JsonObject(a.Spot.Select(b => KeyValuePair.Create(b.Key, (JsonNode?)Text.Spot(b.Value)))),
                    ["usdm"] = new JsonObject(a.Usdm.Select(b => KeyValuePair.Create(b.Key, (JsonNode?)Text.Spot(b.Value)))),
                    ["openOrders"] = new JsonArray([.. a.Orders.Where(o => o.IsOpen).Select(o =>
                        o.IsAlgo ? UsdmAnswers.Algo(o) : o.Symbol.IsUsdm ? UsdmAnswers.Order(o) : SpotAnswers.Order(o))]),
                    ["positions"] = new JsonArray([.. a.Positions.Where(p => p.Value.Amount != 0).Select(p => new JsonObject
                    {
                        ["symbol"] = p.Key.Symbol, ["side"] = p.Key.Side, ["amount"] = Text.Usdm(p.Value.Amount),
                    })]),
                })]),
            }.ToJsonString();
        }
    }
}

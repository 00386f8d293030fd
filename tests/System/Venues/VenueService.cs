using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using TradingBot.Silo.Hosting;
using TradingBot.Simulator;

namespace TradingBot.Tests.System.Venues;

/// <summary>The service in a process of its own, trading in the mode testnet on a simulated Binance, all over real sockets.</summary>
internal sealed class VenueService : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<SiloProcess> _runs = [];
    private readonly double _speed;
    private SiloProcess? _silo;

    private VenueService(SimulatorServer simulator, double speed) => (Simulator, _speed) = (simulator, speed);

    public SimulatorServer Simulator { get; }

    public string Data => _folder.PathOf("data");

    /// <summary>A client with the administrator's token; made anew at each start.</summary>
    public HttpClient Admin { get; private set; } = null!;

    /// <summary>Everything that all its processes have printed.</summary>
    public string Output => string.Join('\n', _runs.Select(r => r.Output));

    /// <summary>Starts a market at a speed, with accounts, and the service on it.</summary>
    /// <param name="speed">How many times faster than real time.</param>
    /// <param name="accounts">Accounts as <c>--accounts</c> takes them; null for the default one.</param>
    public static async Task<VenueService> StartAsync(double speed, string? accounts = null)
    {
        var file = new TempFolder();
        var path = accounts is null ? null : file.Write("accounts.json", accounts);
        var simulator = await SimulatorServer.StartAsync(new() { Port = 0, Speed = speed, AccountsFile = path });
        file.Dispose();
        var service = new VenueService(simulator, speed);
        await service.StartServiceAsync();
        return service;
    }

    /// <summary>Starts the service, for the first time or again.</summary>
    public async Task StartServiceAsync()
    {
        _silo = SiloProcess.Start(["--data", Data, "--port", "0", .. SettingsFor(Simulator), "--Logging:LogLevel:Default=Information"]);
        _runs.Add(_silo);
        var address = await _silo.ListeningAsync();
        await _silo.PrintedAsync(line => line.StartsWith("Token: ", StringComparison.Ordinal));
        Admin = ClientOf(address, (await File.ReadAllTextAsync(Path.Combine(Data, AdminAccess.FileName))).Trim());
    }

    /// <summary>Ends the service as Ctrl-C does.</summary>
    public async Task StopServiceAsync() => (await _silo!.InterruptAsync()).ShouldBe(0, _silo.Output);

    /// <summary>Ends the service without warning.</summary>
    public Task KillServiceAsync() => _silo!.KillAfterAsync(TimeSpan.FromMilliseconds(1));

    /// <summary>The settings by which a service trades on a simulator.</summary>
    public static IEnumerable<string> SettingsFor(SimulatorServer simulator)
    {
        var host = simulator.Address.Authority;
        yield return "--MarketData:Source=binance";
        yield return "--Binance:MarketDataFrom=Testnet";
        // The simulated market runs at a time of its own.
        yield return "--MarketData:RealTime=false";
        foreach (var (market, stream, user, api) in new[] { ("Spot", "", "", "/ws-api/v3"), ("Usdm", "/market", "/private", "/ws-fapi/v1") })
        {
            yield return $"--Binance:{market}:Testnet:RestUrl=http://{host}";
            yield return $"--Binance:{market}:Testnet:StreamUrl=ws://{host}{stream}";
            yield return $"--Binance:{market}:Testnet:UserStreamUrl=ws://{host}{user}";
            yield return $"--Binance:{market}:Testnet:WebSocketApiUrl=ws://{host}{api}";
        }
    }

    /// <summary>Makes a user; gives the token.</summary>
    public async Task<string> NewUserAsync(string id)
    {
        using var answer = await Admin.PostAsJsonAsync("/api/v1/users", new { id, role = "trader" });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["token"]!.GetValue<string>();
    }

    public HttpClient ClientOf(string token) => ClientOf(Admin.BaseAddress!.ToString(), token);

    public async Task<string> ReadTextAsync(string path) => await Admin.GetStringAsync($"/api/v1/{path}");

    /// <summary>All rows of a list of the journal, oldest first.</summary>
    public async Task<List<JsonNode>> ReadAllAsync(string list)
    {
        var rows = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var page = JsonNode.Parse(await ReadTextAsync($"{list}?mode=testnet&order=oldest-first&limit=1000{(cursor is null ? "" : $"&cursor={cursor}")}"))!;
            rows.AddRange(page["items"]!.AsArray().Select(i => i!));
            cursor = page["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null);
        return rows;
    }

    /// <summary>What the simulator was asked and did.</summary>
    public List<JsonElement> Log() => [.. JsonDocument.Parse(Simulator.ReadLog()).RootElement.EnumerateArray()];

    /// <summary>Waits until something is so; says what was waited for when it never is.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        try
        {
            await Poll.UntilAsync(condition, goal: what);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\nat speed {_speed}\n{await ReadTextAsync("traders?limit=1000")}\n{Output}", late);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var run in _runs)
            run.Dispose();
        await Simulator.DisposeAsync();
        _folder.Dispose();
    }

    private static HttpClient ClientOf(string address, string token)
    {
        var client = new HttpClient { BaseAddress = new(address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}

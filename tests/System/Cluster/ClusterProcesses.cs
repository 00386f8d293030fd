using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using TradingBot.Silo.Hosting;
using TradingBot.Trading;

namespace TradingBot.Tests.System.Cluster;

/// <summary>A cluster of real processes on one database: silos that come and go, and some that serve the API.</summary>
/// <param name="program">The service's assembly, on Orleans.</param>
/// <param name="database">The connection string.</param>
/// <param name="folder">For each process's own data.</param>
/// <param name="settings">Settings of all processes.</param>
internal sealed class ClusterProcesses(string program, string database, TempFolder folder, params IEnumerable<string> settings) : IDisposable
{
    private readonly List<SiloProcess> _silos = [];
    private readonly string[] _shared =
    [
        $"--Storage:ConnectionString={database}", $"--Secrets:MasterKeyFile={MasterKey(folder)}", "--port", "0", "--Logging:LogLevel:Default=Warning",
        "--Cluster:ResponseTimeout=15000", .. settings,
    ];

    private readonly List<(SiloProcess Process, HttpClient Client)> _apis = [];
    private string? _token;
    private int _asked;

    public int Silos => _silos.Count;

    public async Task MigrateAsync()
    {
        using var migrate = SiloProcess.StartAnother(program, "migrate", "--database", database);
        (await migrate.ExitAsync()).ShouldBe(0, migrate.Output);
    }

    /// <summary>Starts a silo and waits until it takes part.</summary>
    public async Task AddSiloAsync(params IEnumerable<string> arguments)
    {
        var silo = SiloProcess.StartAnother(program,
            [.. _shared, .. arguments, "--data", folder.PathOf($"silo-{Guid.NewGuid():N}"), $"--Cluster:SiloPort={FreePort()}", $"--Cluster:GatewayPort={FreePort()}"]);
        _silos.Add(silo);
        await silo.ListeningAsync();
    }

    /// <summary>Starts a process that serves the API, and waits until it does.</summary>
    /// <returns>Its address, and the administrator's token.</returns>
    public async Task<(string Address, string Token)> AddApiAsync()
    {
        var data = folder.PathOf($"api-{_apis.Count}");
        var process = SiloProcess.StartAnother(program, [.. _shared, "--data", data, "--Cluster:Role=Api"]);
        var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        _apis.Add((process, client));
        var address = await process.ListeningAsync();
        client.BaseAddress = new(address);
        var file = Path.Combine(data, AdminAccess.FileName);
        File.Exists(file).ShouldBe(_token is null, "the first one makes the administrator's token");
        _token ??= (await File.ReadAllTextAsync(file)).Trim();
        process.Output.ShouldNotContain(_token);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        return (address, _token);
    }

    /// <summary>What each API process answers to the administrator, and to a stranger.</summary>
    public async Task<(HttpStatusCode Administrator, HttpStatusCode Stranger)[]> AskAllAsync(string path) => await Task.WhenAll(_apis.Select(async api =>
    {
        using var stranger = new HttpClient { BaseAddress = api.Client.BaseAddress };
        using var answer = await api.Client.GetAsync(path);
        using var refusal = await stranger.GetAsync(path);
        return (answer.StatusCode, refusal.StatusCode);
    }));

    /// <summary>Ends a silo without warning.</summary>
    public async Task KillAsync(int index)
    {
        using var silo = Take(index);
        await silo.KillAfterAsync(TimeSpan.Zero);
    }

    /// <summary>Ends a silo as an orchestrator does.</summary>
    public async Task StopAsync(int index)
    {
        using var silo = Take(index);
        (await silo.InterruptAsync()).ShouldBe(0, silo.Output);
    }

    /// <summary>The trader's status; null while it cannot be had.</summary>
    public Task<JsonElement?> StatusAsync(TraderKey trader) => GetAsync($"/api/v1/traders/{trader.Symbol}/status?user={trader.UserId}");

    /// <summary>What one API process after the other answers; null while it cannot.</summary>
    public async Task<JsonElement?> GetAsync(string path)
    {
        try
        {
            return await _apis[Interlocked.Increment(ref _asked) % _apis.Count].Client.GetFromJsonAsync<JsonElement>(path);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            // A silo that has just died: an outcome that is not known, of a question that can be asked again.
            return null;
        }
    }

    /// <summary>Waits until the trader has seen so many candles more.</summary>
    /// <returns>Its status.</returns>
    public async Task<JsonElement> AdvanceAsync(TraderKey trader, long candles)
    {
        var first = await UntilAsync(static last => last is not null);
        return await UntilAsync(last => last >= OpenTimeOf(first) + (candles * 60_000));

        async Task<JsonElement> UntilAsync(Func<long?, bool> isEnough) => (await Poll.UntilAsync(
            () => StatusAsync(trader), status => status is { } known && isEnough(OpenTimeOf(known)), TimeSpan.FromMinutes(4)))!.Value;
    }

    /// <summary>Open time of the trader's last candle; null before the first.</summary>
    public static long? OpenTimeOf(JsonElement status) =>
        status.TryGetProperty("candle", out var candle) && candle.ValueKind == JsonValueKind.Object ? candle.GetProperty("openTimeMs").GetInt64() : null;

    public void Dispose()
    {
        foreach (var (process, client) in _apis)
        {
            client.Dispose();
            process.Dispose();
        }

        _silos.ForEach(static silo => silo.Dispose());
    }

    private SiloProcess Take(int index)
    {
        var silo = _silos[index];
        _silos.RemoveAt(index);
        return silo;
    }

    // One that comes after another in the same folder has the same key.
    private static string MasterKey(TempFolder folder) => File.Exists(folder.PathOf("master.key"))
        ? folder.PathOf("master.key")
        : folder.Write("master.key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}

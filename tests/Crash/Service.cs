using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Crash;

/// <summary>The service in its own process, started and killed again and again on one data folder.</summary>
internal sealed class Service(string folder, IReadOnlyList<string> settings) : IDisposable
{
    /// <summary>
    /// How long traders may take to know where they stand, once the service listens: a stop or sale that was never answered is sent again
    /// when the first cannot arrive any more, at the earliest after 3 s.
    /// </summary>
    private const long RestartTime = 8_000;

    private readonly List<Outage> _outages = [];
    private ChildProcess? _process;
    private HttpClient? _admin;
    private long? _downSince = Now;

    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    public IReadOnlyList<Outage> Outages => _outages;

    public string Output => _process?.Output ?? "";

    public HttpClient Admin => _admin ?? throw new InvalidOperationException("The service does not run.");

    /// <summary>Completes when the process has ended, by itself or killed.</summary>
    public Task Ended => _process!.Ended;

    private string Data => Path.Combine(folder, "data");

    /// <summary>Starts the process.</summary>
    /// <param name="crashAt">The step at which it is to end itself, and at which pass: <c>STEP:N</c>; null for none.</param>
    public void Start(string? crashAt = null) => _process = ChildProcess.Start(
        ["--data", Data, "--port", "0", "--Journal:EventsKept=1000000", "--Logging:LogLevel:Default=Warning", .. settings],
        static line => line.StartsWith("Listening on ", StringComparison.Ordinal) ? line["Listening on ".Length..] : null,
        crashAt is null ? null : ("TRADINGBOT_CRASH_AT", crashAt));

    /// <summary>Waits until it listens.</summary>
    /// <returns>False when it ended before.</returns>
    public async Task<bool> ListensAsync()
    {
        if (await _process!.Address.WaitAsync(TimeSpan.FromMinutes(1)) is not { } address)
        {
            await _process.Ended;
            return false;
        }

        _outages.Add(new(_downSince ?? Now, Now + RestartTime, "killed"));
        _downSince = null;
        _admin?.Dispose();
        _admin = ClientOf(address, (await File.ReadAllTextAsync(Path.Combine(Data, "admin-token"))).Trim());
        return true;
    }

    public async Task KillAsync()
    {
        MarkDown();
        await _process!.KillAsync();
        _process.Dispose();
    }

    /// <summary>Takes a backup while it runs.</summary>
    public Task BackUpAsync() => RunAsync("backup", Backup, "--from", Data);

    /// <summary>Makes a new folder of the backup; the old one is gone, but for the master key and the administrator's token.</summary>
    public async Task RestoreAsync()
    {
        var lost = Path.Combine(folder, "lost");
        Directory.Move(Data, lost);
        await RunAsync("restore", Backup, "--to", Data);
        foreach (var kept in (string[])["master.key", "admin-token"])
            File.Copy(Path.Combine(lost, kept), Path.Combine(Data, kept));
        Directory.Delete(lost, recursive: true);
        Directory.Delete(Backup, recursive: true);
    }

    private string Backup => Path.Combine(folder, "backup");

    private static async Task RunAsync(params string[] arguments)
    {
        using var command = ChildProcess.Start(arguments, static line => line);
        await command.Ended.WaitAsync(TimeSpan.FromMinutes(1));
        if (command.ExitCode != 0)
            throw new InvalidOperationException($"{arguments[0]} ended with {command.ExitCode}: {command.Output}");
    }

    /// <summary>The process has ended. One that is killed while it starts has not been up since the last one.</summary>
    public void MarkDown() => _downSince ??= Now;

    /// <summary>Ends it in order.</summary>
    public async Task StopAsync()
    {
        await _process!.StopAsync();
        if (_process.ExitCode != 0)
            throw new InvalidOperationException($"The service ended with {_process.ExitCode}:\n{Output}");
    }

    /// <summary>Makes a user with a key and running traders.</summary>
    public async Task AddUserAsync(string user, string apiKey, string secret, IEnumerable<string> symbols)
    {
        var token = (await SendAsync(Admin, HttpMethod.Post, "users", new JsonObject { ["id"] = user, ["role"] = "trader" }))["token"]!.GetValue<string>();
        using var own = ClientOf(Admin.BaseAddress!.ToString(), token);
        await SendAsync(own, HttpMethod.Put, "me/exchange-keys/testnet", new JsonObject { ["apiKey"] = apiKey, ["secret"] = secret });
        foreach (var symbol in symbols)
        {
            var offset = symbol.Contains("ETH", StringComparison.Ordinal) ? "1" : "5";
            await SendAsync(own, HttpMethod.Put, $"traders/{symbol}", new JsonObject
            {
                ["interval"] = "1m", ["mode"] = "testnet", ["leverage"] = symbol.StartsWith("usdm", StringComparison.Ordinal) ? 3 : 1,
                ["strategy"] = new JsonObject
                {
                    ["name"] = "heikin-ashi-breakout", ["parameters"] = new JsonObject { ["buyOffset"] = offset, ["sellOffset"] = offset },
                },
                ["size"] = new JsonObject { ["kind"] = "quote", ["value"] = "1000" },
                // The one whose account is wiped goes on.
                ["manualChange"] = user == "user-2" ? "adopt" : "pause",
            });
            await SendAsync(own, HttpMethod.Post, $"traders/{symbol}/start");
        }
    }

    /// <summary>All traders as they say they are.</summary>
    public async Task<IReadOnlyList<JsonNode>> TradersAsync() => [.. (await SendAsync(Admin, HttpMethod.Get, "traders?limit=1000"))["items"]!.AsArray().Select(static t => t!)];

    public Task CommandAsync(string user, string symbol, string verb) => SendAsync(Admin, HttpMethod.Post, $"traders/{symbol}/{verb}?user={user}");

    /// <summary>Turns a kill switch on.</summary>
    /// <param name="user">A user's, or null for everybody's.</param>
    /// <param name="positions">What becomes of positions: <c>keep</c> or <c>flatten</c>.</param>
    /// <returns>Whether no trader enters from now on: everybody's holds at once, a user's when all of the user's traders have confirmed.</returns>
    public async Task<bool> KillTradingAsync(string? user, string positions)
    {
        var answer = await SendAsync(Admin, HttpMethod.Put, SwitchOf(user), new JsonObject { ["positions"] = positions });
        return user is null || answer["confirmed"]!.GetValue<bool>();
    }

    /// <summary>Turns it off.</summary>
    public Task ReleaseAsync(string? user) => SendAsync(Admin, HttpMethod.Delete, SwitchOf(user));

    private static string SwitchOf(string? user) => user is null ? "admin/kill-switch" : $"me/kill-switch?user={user}";

    public void Dispose()
    {
        _admin?.Dispose();
        _process?.Dispose();
    }

    private static async Task<JsonNode> SendAsync(HttpClient client, HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}") { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new HttpRequestException($"{method} {path}: {(int)answer.StatusCode} {text}");
    }

    private static HttpClient ClientOf(string address, string token)
    {
        var client = new HttpClient { BaseAddress = new(address), Timeout = TimeSpan.FromSeconds(20) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}

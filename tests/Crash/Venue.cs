using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Crash;

/// <summary>The simulator in its own process, its market moved from here so that it can be made to stand still.</summary>
public sealed class Venue : IAsyncDisposable
{
    private const string StartBalance = "1000000";
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly ChildProcess _process;
    private readonly HttpClient _http;
    private readonly string _folder;
    private readonly int _speed;
    private readonly IReadOnlyList<(string Key, string Secret)> _accounts;
    private readonly CancellationTokenSource _standStill = new();
    private readonly Task _moving;
    private int _logged;

    private Venue(ChildProcess process, Uri address, string folder, int speed, IReadOnlyList<(string Key, string Secret)> accounts)
    {
        (_process, Address, _folder, _speed, _accounts) = (process, address, folder, speed, accounts);
        _http = new() { BaseAddress = address };
        _moving = MoveAsync();
    }

    public Uri Address { get; }

    /// <summary>Starts it with accounts that have money on both markets.</summary>
    /// <param name="seed">Seed of the market.</param>
    /// <param name="speed">How many times faster than real time it moves.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="accounts">The accounts' keys.</param>
    public static async Task<Venue> StartAsync(int seed, int speed, string folder, IReadOnlyList<(string Key, string Secret)> accounts)
    {
        var file = Path.Combine(folder, "accounts.json");
        var balances = new JsonObject { ["USDT"] = StartBalance };
        await File.WriteAllTextAsync(file, new JsonArray([.. accounts.Select(a => new JsonObject
        {
            ["apiKey"] = a.Key, ["secret"] = a.Secret, ["spot"] = balances.DeepClone(), ["usdm"] = balances.DeepClone(),
        })]).ToJsonString());
        var process = ChildProcess.Start(
            ["simulate-exchange", "--port", "0", "--speed", "0", "--seed", $"{seed}", "--accounts", file],
            static line => line.StartsWith("Simulated Binance on ", StringComparison.Ordinal) ? line["Simulated Binance on ".Length..] : null);
        var address = new Uri(await process.Address.WaitAsync(TimeSpan.FromMinutes(1))
            ?? throw new InvalidOperationException($"The simulator ended by itself:\n{process.Output}"));
        var venue = new Venue(process, address, folder, speed, accounts);
        await venue.SaveAsync("/api/v3/exchangeInfo", RunFolder.SpotInfo);
        await venue.SaveAsync("/fapi/v1/exchangeInfo", RunFolder.UsdmInfo);
        return venue;
    }

    /// <summary>The settings by which the service trades on it.</summary>
    public IEnumerable<string> Settings()
    {
        var host = Address.Authority;
        yield return "--MarketData:Source=binance";
        yield return "--MarketData:RealTime=false";
        yield return "--Binance:MarketDataFrom=Testnet";
        foreach (var (market, stream, user, api) in new[] { ("Spot", "", "", "/ws-api/v3"), ("Usdm", "/market", "/private", "/ws-fapi/v1") })
        {
            yield return $"--Binance:{market}:Testnet:RestUrl=http://{host}";
            yield return $"--Binance:{market}:Testnet:StreamUrl=ws://{host}{stream}";
            yield return $"--Binance:{market}:Testnet:UserStreamUrl=ws://{host}{user}";
            yield return $"--Binance:{market}:Testnet:WebSocketApiUrl=ws://{host}{api}";
        }
    }

    public async Task SetFaultsAsync(string faults)
    {
        using var content = new StringContent(faults, Encoding.UTF8, "application/json");
        using var answer = await _http.PutAsync("/sim/faults", content);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>From now on nothing happens that the service does not cause.</summary>
    public async Task StandStillAsync()
    {
        await _standStill.CancelAsync();
        await _moving;
    }

    /// <summary>Writes the log's new entries to the run's folder, one a line.</summary>
    public async Task SaveLogAsync()
    {
        var text = await _http.GetStringAsync($"/sim/log?after={_logged}");
        var entries = text[1..^1].Split(",\n", StringSplitOptions.RemoveEmptyEntries);
        _logged += entries.Length;
        await File.AppendAllLinesAsync(Path.Combine(_folder, RunFolder.Log), entries);
    }

    /// <summary>Writes the accounts as they are now to the run's folder.</summary>
    public Task SaveStateAsync() => SaveAsync("/sim/state", RunFolder.State);

    /// <summary>Writes to the run's folder what is known beside, with the balances that there were at the start.</summary>
    public Task SaveNotesAsync(RunNotes notes)
    {
        var balances = new Dictionary<string, decimal> { ["USDT"] = decimal.Parse(StartBalance) };
        return File.WriteAllTextAsync(Path.Combine(_folder, RunFolder.Notes), JsonSerializer.Serialize(
            notes with { Start = [.. _accounts.Select(a => new VenueAccount(a.Key, balances, balances, new Dictionary<string, decimal>()))] }, RunFolder.Json));
    }

    public async ValueTask DisposeAsync()
    {
        await StandStillAsync();
        _standStill.Dispose();
        _http.Dispose();
        _process.Dispose();
    }

    private async Task SaveAsync(string path, string file) => await File.WriteAllTextAsync(Path.Combine(_folder, file), await _http.GetStringAsync(path));

    private async Task MoveAsync()
    {
        var last = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Tick);
        try
        {
            while (await timer.WaitForNextTickAsync(_standStill.Token))
            {
                var now = TimeProvider.System.GetTimestamp();
                var by = (long)(TimeProvider.System.GetElapsedTime(last, now).TotalMilliseconds * _speed);
                last = now;
                using var answer = await _http.PostAsync($"/sim/advance?ms={by}", null, _standStill.Token);
                answer.EnsureSuccessStatusCode();
            }
        }
        catch (OperationCanceledException)
        {
            // The market stands still.
        }
    }
}

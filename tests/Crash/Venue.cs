using System.Text;
using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Crash;

/// <summary>The simulator in its own process, its market moved from here so that it can be made to stand still.</summary>
internal sealed class Venue : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly ChildProcess _process;
    private readonly HttpClient _http;
    private readonly string _folder;
    private readonly int _speed;
    private readonly CancellationTokenSource _standStill = new();
    private readonly Task _moving;
    private int _logged;

    private Venue(ChildProcess process, Uri address, string folder, int speed)
    {
        (_process, Address, _folder, _speed) = (process, address, folder, speed);
        _http = new() { BaseAddress = address };
        _moving = MoveAsync();
    }

    public Uri Address { get; }

    /// <summary>Starts it with accounts.</summary>
    public static async Task<Venue> StartAsync(CrashOptions options, string folder, string accounts)
    {
        var file = Path.Combine(folder, "accounts.json");
        await File.WriteAllTextAsync(file, accounts);
        var process = ChildProcess.Start(
            ["simulate-exchange", "--port", "0", "--speed", "0", "--seed", $"{options.Seed & 0xFFFF}", "--accounts", file],
            static line => line.StartsWith("Simulated Binance on ", StringComparison.Ordinal) ? line["Simulated Binance on ".Length..] : null);
        var address = new Uri(await process.Address.WaitAsync(TimeSpan.FromMinutes(1))
            ?? throw new InvalidOperationException($"The simulator ended by itself:\n{process.Output}"));
        var venue = new Venue(process, address, folder, options.Speed);
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

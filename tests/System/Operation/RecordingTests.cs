using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TradingBot.Exchange.Replay;
using TradingBot.Simulator;
using TradingBot.Tests.System.Venues;

namespace TradingBot.Tests.System.Operation;

/// <summary>What the venue sent is there afterwards, and can be traded again.</summary>
public sealed class RecordingTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Recorded_frames_are_the_venues_candles_and_are_read_by_replay()
    {
        var recordings = _folder.PathOf("recordings");
        await using var simulator = await SimulatorServer.StartAsync(new() { Port = 0, Speed = 120 });
        using (var silo = SiloProcess.Start(["--data", _folder.PathOf("data"), "--port", "0", "--record", recordings, .. VenueService.SettingsFor(simulator)]))
        {
            using var http = await ClientAsync(silo, "data");
            await TelemetryTests.StartTraderAsync(http);
            await Poll.UntilAsync(() => Closed(recordings), static n => n >= 5);
            (await silo.InterruptAsync()).ShouldBe(0, silo.Output);
        }

        var file = Directory.GetFiles(recordings).ShouldHaveSingleItem();
        Path.GetFileName(file).ShouldStartWith("BTCUSDT-spot-1m-");
        var recorded = CandleFile.ReadAll(file).Candles;
        using var venue = new HttpClient { BaseAddress = simulator.Address };
        var klines = (await venue.GetFromJsonAsync<JsonArray>(
            $"/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime={recorded[0].OpenTime}&endTime={recorded[^1].OpenTime}&limit=1000"))!;
        recorded.Select(static c => (c.OpenTime, c.Open.ToString(), c.Close.ToString()))
            .ShouldBe(klines.Select(static k => ((long)k![0]!, Plain(k[1]), Plain(k[4]))));

        using var replay = SiloProcess.Start(
            "--data", _folder.PathOf("again"), "--port", "0", "--MarketData:Source=replay", $"--MarketData:Replay:Path={recordings}", "--MarketData:Speed=0");
        using var again = await ClientAsync(replay, "again");
        (await again.GetFromJsonAsync<JsonObject>("/api/v1/symbols"))!["items"]!.AsArray().Select(static s => s!["symbol"]!.ToString()).ShouldContain("spot:BTCUSDT");
    }

    public void Dispose() => _folder.Dispose();

    // The venue writes trailing zeros.
    private static string Plain(JsonNode? number) => TradingBot.Numbers.Fixed8.Parse(number!.ToString()).ToString();

    private static int Closed(string folder) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder).Sum(static f => Read(f).Split('\n').Count(static l => l.Contains("\"x\":true", StringComparison.Ordinal))) : 0;

    private static string Read(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private async Task<HttpClient> ClientAsync(SiloProcess silo, string data)
    {
        var http = new HttpClient { BaseAddress = new(await silo.ListeningAsync()) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(Path.Combine(_folder.PathOf(data), "admin-token"))).Trim());
        return http;
    }
}

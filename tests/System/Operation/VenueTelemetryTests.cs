using System.Net.Http.Json;
using TradingBot.Simulator;
using TradingBot.Tests.System.Venues;

namespace TradingBot.Tests.System.Operation;

/// <summary>What an operator's tools get to see of a venue.</summary>
[Collection("alone")]
public sealed class VenueTelemetryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Candles_requests_and_streams_with_their_troubles_move_the_metrics()
    {
        // At the clock's own pace, so that the candles' lag is one: the market began with the minute.
        await using var venue = await SimulatorServer.StartAsync(new() { Port = 0, Speed = 1 });
        using var silo = SiloProcess.Start(
            ["--data", _folder.Root, "--port", "0", .. VenueService.SettingsFor(venue).Where(static s => !s.Contains("RealTime", StringComparison.Ordinal))]);
        using var http = await SignInAsync(silo);
        await TradeAsync(http, "1s");

        var quiet = await Poll.UntilAsync(
            () => TelemetryTests.ScrapeAsync(http), static s => s.Sum("tradingbot_candle_lag_seconds_count") >= 3);
        (quiet.Sum("tradingbot_candle_lag_seconds_sum") / quiet.Sum("tradingbot_candle_lag_seconds_count")).ShouldBeInRange(0.001, 75);
        quiet.Sum("tradingbot_venue_request_duration_seconds_count", "outcome=\"Accepted\"").ShouldBeGreaterThan(5);

        // A machine that stalls reconnects by itself.
        var (market, user) = (quiet.Sum("tradingbot_venue_reconnects_total", "stream=\"market\""), quiet.Sum("tradingbot_venue_reconnects_total", "stream=\"user\""));
        var filled = quiet.Sum("tradingbot_candles_total", "source=\"history\"");
        venue.SetFaults("""{"faults":[{"kind":"drop-sockets","probability":1,"count":1},{"kind":"lost-frames","probability":0.5,"count":20}]}""");
        await Poll.UntilAsync(() => TelemetryTests.ScrapeAsync(http), s =>
            s.Sum("tradingbot_venue_reconnects_total", "stream=\"market\"") > market && s.Sum("tradingbot_venue_reconnects_total", "stream=\"user\"") > user
            && s.Sum("tradingbot_candles_total", "source=\"history\"") > filled && s.Sum("tradingbot_candles_total", "source=\"stream\"") > 0
            && s.Sum("tradingbot_venue_weight_used_ratio", "venue=\"testnet\"") > 0);

        venue.SetFaults("""{"faults":[{"kind":"http-error","path":"/","status":503}]}""");
        using var refused = await http.PutAsJsonAsync("/api/v1/me/exchange-keys/demo", new { apiKey = "test-key", secret = "test-secret" });
        await Poll.UntilAsync(
            () => TelemetryTests.ScrapeAsync(http), static s => s.Sum("tradingbot_venue_request_duration_seconds_count", "outcome=\"Unknown\"") > 0);
        (await silo.InterruptAsync()).ShouldBe(0, silo.Output);
    }

    [Fact]
    public async Task An_order_is_traced_to_the_venue()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var venue = await SimulatorServer.StartAsync(new() { Port = 0, Speed = 120 });
        using var silo = SiloProcess.StartWith(collector.Environment, ["--data", _folder.Root, "--port", "0", .. VenueService.SettingsFor(venue)]);
        using var http = await SignInAsync(silo);
        await TradeAsync(http, "1m");

        // A market as fast as this one refuses some: their triggers are passed before they arrive.
        var request = await Poll.UntilAsync(
            () => collector.Spans.FirstOrDefault(
                s => s.Name == "POST /api/v3/order" && s.Attributes["outcome"] == "Accepted" && collector.Spans.Any(o => o.Id == s.ParentId)),
            static s => s is not null);

        request!.Attributes["http.response.status_code"].ShouldBe("200");
        var order = collector.Spans.Single(s => s.Id == request.ParentId);
        order.Name.ShouldBe("order");
        order.Attributes["outcome"].ShouldBe("Accepted");
        (await silo.InterruptAsync()).ShouldBe(0, silo.Output);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<HttpClient> SignInAsync(SiloProcess silo)
    {
        var http = new HttpClient { BaseAddress = new(await silo.ListeningAsync()) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(_folder.PathOf("admin-token"))).Trim());
        return http;
    }

    private static async Task TradeAsync(HttpClient http, string interval)
    {
        using (var stored = await http.PutAsJsonAsync("/api/v1/me/exchange-keys/testnet", new { apiKey = "test-key", secret = "test-secret" }))
            stored.IsSuccessStatusCode.ShouldBeTrue(await stored.Content.ReadAsStringAsync());
        using (var made = await http.PutAsJsonAsync("/api/v1/traders/spot:BTCUSDT", VenueTraders.Settings(interval)))
            made.IsSuccessStatusCode.ShouldBeTrue(await made.Content.ReadAsStringAsync());
        using var started = await http.PostAsync("/api/v1/traders/spot:BTCUSDT/start", null);
        started.IsSuccessStatusCode.ShouldBeTrue(await started.Content.ReadAsStringAsync());
    }
}

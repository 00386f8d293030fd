using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace TradingBot.Tests.System.Operation;

/// <summary>What an operator's tools get to see of a trade.</summary>
public sealed class TelemetryTests : IDisposable
{

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_trade_is_one_trace_from_the_candle_to_the_fill_and_moves_the_metrics()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        using var silo = SiloProcess.StartWith(collector.Environment, "--data", _folder.Root, "--port", "0", "--MarketData:Speed=600");
        using var http = new HttpClient { BaseAddress = new(await silo.ListeningAsync()) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(_folder.PathOf("admin-token"))).Trim());
        http.DefaultRequestHeaders.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/openmetrics-text"));
        var before = await ScrapeAsync(http);

        await StartTraderAsync(http);
        var after = await Poll.UntilAsync(() => ScrapeAsync(http), static s => s.Sum("tradingbot_pnl_realised") != 0);

        after.Sum("tradingbot_candles_total").ShouldBeGreaterThan(before.Sum("tradingbot_candles_total"));
        after.Sum("tradingbot_decision_latency_seconds_count").ShouldBeGreaterThan(0);
        after.Sum("tradingbot_order_latency_seconds_count").ShouldBeGreaterThan(0);
        after.Sum("tradingbot_state_write_duration_seconds_count").ShouldBeGreaterThan(before.Sum("tradingbot_state_write_duration_seconds_count"));
        after.Sum("tradingbot_orders_total", "outcome=\"accepted\"").ShouldBeGreaterThan(0);
        after.Sum("tradingbot_traders", "state=\"running\"").ShouldBe(1);
        after.Sum("tradingbot_activations", "type=\"trader\"").ShouldBe(1);
        after.Sum("tradingbot_fills_total", "side=\"sell\"").ShouldBeGreaterThan(0);
        after.Sum("tradingbot_series_open").ShouldBe(1);
        after.Sum("tradingbot_orders_unknown").ShouldBe(0);

        var fill = await Poll.UntilAsync(() => BuyOf(collector.Spans), static s => s is not null);
        var trace = collector.Spans.Where(s => s.TraceId == fill!.TraceId).ToList();
        var candle = trace.Single(static s => s.ParentId.Length == 0);
        candle.Name.ShouldBe("process candle");
        candle.Attributes["trader"].ShouldBe("admin/spot:BTCUSDT");
        trace.Single(static s => s.Name == "decision").ParentId.ShouldBe(candle.Id);
        var order = trace.Single(s => s.Name == "order" && s.Attributes["order"] == fill!.Attributes["order"]);
        order.Attributes["outcome"].ShouldBe("Accepted");
        Path(order, trace).ShouldBe(candle.Id);
        trace.ShouldContain(s => s.ParentId == order.Id && s.Attributes.ContainsKey("grain"), "the paper account's grain takes part");
        Path(fill!, trace).ShouldBe(candle.Id);

        // The trace says which publication it comes from, and that is another trace: one candle, many decisions.
        var published = await Poll.UntilAsync(
            () => Task.FromResult(collector.Spans.FirstOrDefault(s => candle.Links.Contains(s.TraceId))), static s => s is not null);
        published!.Name.ShouldBe("publish candle");

        // Exemplars lead from a latency to its trace.
        after.Text.ShouldMatch("""tradingbot_order_latency_seconds_bucket\{[^}]*\} \d+ # \{trace_id="[0-9a-f]{32}",span_id="[0-9a-f]{16}"\}""");
        (await Poll.UntilAsync(() => collector.Metrics, static m => m.Contains("tradingbot.fills"))).ShouldContain("tradingbot.order.latency");

        // The commands that came over HTTP are traces from the request to the grain.
        var request = await Poll.UntilAsync(
            () => collector.Spans.FirstOrDefault(s => s.ParentId.Length == 0 && s.Attributes.GetValueOrDefault("url.path")?.EndsWith("/start", StringComparison.Ordinal) == true),
            static s => s is not null);
        collector.Spans.ShouldContain(s => s.TraceId == request!.TraceId && s.Attributes.ContainsKey("grain"));
        await ShouldSumUpAsync(http);
        (await silo.InterruptAsync()).ShouldBe(0, silo.Output);
    }

    public void Dispose() => _folder.Dispose();

    internal static async Task StartTraderAsync(HttpClient http)
    {
        using var put = await http.PutAsync("/api/v1/traders/spot:BTCUSDT", JsonContent.Create(new
        {
            interval = "1m",
            strategy = new { name = "heikin-ashi-breakout", parameters = new { buyOffset = "5", sellOffset = "5" } },
            size = new { kind = "quote", value = "1000" },
        }));
        put.EnsureSuccessStatusCode();
        using var start = await http.PostAsync("/api/v1/traders/spot:BTCUSDT/start", null);
        start.EnsureSuccessStatusCode();
    }

    internal static async Task<Scrape> ScrapeAsync(HttpClient http) => new(await http.GetStringAsync("/metrics"));

    // The totals are those of the trader: seen when it has ended, for until then they move.
    private static async Task ShouldSumUpAsync(HttpClient http)
    {
        foreach (var verb in (string[])["stop", "flatten"])
        {
            using var answer = await http.PostAsync($"/api/v1/traders/spot:BTCUSDT/{verb}", null);
            answer.EnsureSuccessStatusCode();
        }

        var ended = await Poll.UntilAsync(
            () => http.GetFromJsonAsync<JsonElement>("/api/v1/traders/spot:BTCUSDT/status"),
            static t => t.GetProperty("phase").GetString() != "long" && t.GetProperty("inFlight").ValueKind == JsonValueKind.Null);
        var scrape = await ScrapeAsync(http);
        scrape.Sum("tradingbot_pnl_realised", "mode=\"paper\"").ShouldBe(
            double.Parse(ended.GetProperty("totals").GetProperty("pnl").GetString()!, CultureInfo.InvariantCulture), 1e-6);
        scrape.Sum("tradingbot_exposure").ShouldBe(0);
        scrape.Sum("tradingbot_positions").ShouldBe(0);
    }

    // A fill of an entry whose trace has arrived in full.
    private static ReceivedSpan? BuyOf(IReadOnlyCollection<ReceivedSpan> spans) => spans.FirstOrDefault(
        fill => fill.Name == "fill" && fill.Attributes["side"] == "Buy"
            && spans.Any(s => s.TraceId == fill.TraceId && s.ParentId.Length == 0)
            && spans.Any(s => s.TraceId == fill.TraceId && s.Name == "order" && s.Attributes["order"] == fill.Attributes["order"]));

    // The root above a span, by its parents.
    private static string Path(ReceivedSpan span, List<ReceivedSpan> trace)
    {
        while (span.ParentId.Length > 0)
            span = trace.Single(s => s.Id == span.ParentId);
        return span.Id;
    }
}

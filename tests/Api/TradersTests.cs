using System.Net;
using System.Net.Http.Json;

namespace TradingBot.Tests.Api;

/// <summary>A trader's life over HTTP.</summary>
public sealed class TradersTests : IAsyncLifetime
{
    private const string Trader = "/api/v1/traders/spot:BTCUSDT";
    private ApiService _service = null!;

    public async ValueTask InitializeAsync() => _service = await ApiService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_trader_is_made_changed_started_paused_resumed_flattened_stopped_and_deleted()
    {
        var admin = _service.Admin;
        await admin.GetAsync(Trader).ProblemAsync(404);
        (await admin.PutAsJsonAsync(Trader, HttpExtensions.Settings)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await admin.PutAsJsonAsync(Trader, HttpExtensions.Settings)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await admin.PostAsync($"{Trader}/pause", null).ProblemAsync(409);
        foreach (var (verb, state) in new[] { ("start", "running"), ("pause", "paused"), ("resume", "running"), ("flatten", "running") })
        {
            (await admin.PostAsync($"{Trader}/{verb}", null)).StatusCode.ShouldBe(HttpStatusCode.OK, verb);
            (await admin.GetJsonAsync($"{Trader}/status"))["runState"]!.GetValue<string>().ShouldBe(state);
        }

        (await admin.DeleteAsync(Trader).ProblemAsync(409)).Fields().ShouldBe(["runState"]);
        (await admin.PostAsync($"{Trader}/stop", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await admin.DeleteAsync(Trader)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await admin.GetAsync(Trader).ProblemAsync(404);
        (await admin.GetJsonAsync("/api/v1/traders"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{}", "interval", "size")]
    [InlineData("""{"interval":"7m","size":{"kind":"quote","value":1000}}""", "interval")]
    [InlineData("""{"interval":"1m","size":{"kind":"quote","value":1e30}}""", "size.value")]
    [InlineData("""{"interval":"1m","size":{"kind":"quote","value":-1}}""", "size.value")]
    [InlineData("""{"interval":"1m","size":{"kind":"all","value":1}}""", "size.kind")]
    [InlineData("""{"interval":"1m","size":{"kind":"quote","value":1000},"leverage":5}""", "leverage")]
    [InlineData("""{"interval":"1m","size":{"kind":"quote","value":1000},"leverage":1e30}""", "leverage")]
    [InlineData("""{"interval":"1m","size":{"kind":"quote","value":1000},"mode":"real"}""", "mode")]
    [InlineData("""{"interval":"1m","size":{"kind":"quote","value":1000},"Mode":"paper"}""", "Mode")]
    [InlineData("""{"interval":"1m","interval":"1m","size":{"kind":"quote","value":1000}}""", "interval")]
    [InlineData("""{"interval":"1m","size":{"kind":"quote","value":1000},"strategy":{"name":"x"}}""", "strategy.name")]
    [InlineData("""{"interval":"1m","size":{"kind":"quote","value":1000},"strategy":{"name":"ema-cross","parameters":{"fast":"1e30"}}}""", "strategy.parameters.fast")]
    [InlineData("""{"interval":"1m","size":{"kind":"quote","value":1000},"strategy":{"name":"ema-cross","parameters":{"fast":[1]}}}""", "strategy.parameters.fast")]
    [InlineData("""{"interval":"1m","size":{"kind":"quote","value":1000},"strategy":{"name":"ema-cross","parameters":{"odd name":1}}}""", "strategy.parameters.odd name")]
    public async Task Wrong_settings_are_refused_by_field(string json, params string[] fields) =>
        (await _service.Admin.SendJsonAsync(HttpMethod.Put, Trader, json).ProblemAsync(400)).Fields().ShouldBe(fields, ignoreOrder: true);

    [Fact]
    public async Task Traders_page_in_the_order_of_user_and_symbol()
    {
        foreach (var user in new[] { "a", "a-b", "b" })
        {
            using var client = await _service.NewUserAsync(user);
            foreach (var symbol in new[] { "spot:BTCUSDT", "usdm:ETHUSDT" })
                (await client.PutAsJsonAsync($"/api/v1/traders/{symbol}", HttpExtensions.Settings)).StatusCode.ShouldBe(HttpStatusCode.Created);
        }

        var seen = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await _service.Admin.GetJsonAsync($"/api/v1/traders?limit=1{cursor}");
            seen.AddRange(page["items"]!.AsArray().Select(i => $"{i!["user"]}/{i["symbol"]}"));
            cursor = page["nextCursor"] is { } next ? $"&cursor={next}" : null;
        }

        seen.ShouldBe(["a/spot:BTCUSDT", "a/usdm:ETHUSDT", "a-b/spot:BTCUSDT", "a-b/usdm:ETHUSDT", "b/spot:BTCUSDT", "b/usdm:ETHUSDT"]);
    }
}

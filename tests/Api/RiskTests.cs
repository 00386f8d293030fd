using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TradingBot.Tests.Api;

/// <summary>Risk rules and kill switches over HTTP.</summary>
public sealed class RiskTests : IAsyncLifetime
{
    private const string Trader = "/api/v1/traders/spot:BTCUSDT";
    private const string MyRisk = "/api/v1/me/risk";
    private const string MyKill = "/api/v1/me/kill-switch";
    private const string Service = "/api/v1/admin/service";
    private const string ServiceKill = "/api/v1/admin/kill-switch";

    private ApiService _service = null!;
    private HttpClient _dora = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await ApiService.StartAsync();
        _dora = await _service.NewUserAsync("dora");
    }

    public async ValueTask DisposeAsync()
    {
        _dora.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task A_traders_rules_are_part_of_its_settings()
    {
        var before = await PutTraderAsync("""{"interval":"1m","size":{"kind":"quote","value":1000}}""");
        Field(before, "settings", "risk").ToJsonString().ShouldBe(
            """{"maxPositionNotional":"0","maxDailyLoss":"0","maxDrawdown":"0","coolDownMinutes":0,"stopGuardStops":0,"stopGuardWindowMinutes":1440,"stopGuardPauseMinutes":60,"maxOrdersPerMinute":0,"staleAfterCandles":3}""");
        var after = await PutTraderAsync(
            """{"interval":"1m","size":{"kind":"quote","value":1000},"risk":{"maxDailyLoss":"12.5","coolDownMinutes":3,"staleAfterCandles":0}}""");
        Field(after, "settings", "risk", "maxDailyLoss").GetValue<string>().ShouldBe("12.5");
        Field(after, "settings", "risk", "staleAfterCandles").GetValue<int>().ShouldBe(0);
        Field(after, "risk").ToJsonString().ShouldBe("""{"blockedBy":"none","dayPnl":"0","drawdown":"0"}""");
    }

    [Theory]
    [InlineData("""{"maxPositionNotional":-1}""", "risk.maxPositionNotional")]
    [InlineData("""{"maxDailyLoss":"9000000001"}""", "risk.maxDailyLoss")]
    [InlineData("""{"coolDownMinutes":43201}""", "risk.coolDownMinutes")]
    [InlineData("""{"stopGuardStops":21,"stopGuardPauseMinutes":0}""", "risk.stopGuardStops", "risk.stopGuardPauseMinutes")]
    [InlineData("""{"maxOrdersPerMinute":1.5}""", "risk.maxOrdersPerMinute")]
    [InlineData("""{"maxDailyLos":1}""", "risk.maxDailyLos")]
    public async Task A_rule_out_of_range_is_refused_by_field_also_in_a_backtest(string risk, params string[] fields)
    {
        var settings = $$"""{"interval":"1m","size":{"kind":"quote","value":1000},"risk":{{risk}}}""";
        (await _dora.SendJsonAsync(HttpMethod.Put, Trader, settings).ProblemAsync(400)).Fields().ShouldBe(fields, ignoreOrder: true);
        (await _dora.SendJsonAsync(HttpMethod.Post, "/api/v1/backtests", "{\"symbol\":\"spot:BTCUSDT\"," + settings[1..]).ProblemAsync(400))
            .Fields().ShouldBe(fields, ignoreOrder: true);
    }

    [Fact]
    public async Task A_backtest_counts_the_entries_that_its_rules_refused()
    {
        using var answer = await _dora.SendJsonAsync(
            HttpMethod.Post, "/api/v1/backtests",
            """{"symbol":"spot:BTCUSDT","interval":"1m","size":{"kind":"quote","value":1000},"candles":300,"risk":{"maxPositionNotional":1}}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var id = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<string>();
        var result = await _dora.UntilAsync($"/api/v1/backtests/{id}", static b => b["stage"]!.GetValue<string>() is "done" or "failed");
        Field(result, "result", "entriesNotPlaced", "PositionNotional").GetValue<int>().ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task A_users_rules_are_set_shown_and_kept_for_administrators_and_their_owner()
    {
        (await _dora.GetJsonAsync(MyRisk)).ToJsonString()
            .ShouldBe("""{"maxOpenPositions":0,"maxTotalNotional":"0","maxDailyLoss":"0","maxDrawdown":"0","sums":[]}""");
        (await SendAsync(_dora, HttpMethod.Put, MyRisk, """{"maxOpenPositions":2,"maxDailyLoss":"50"}"""))["maxOpenPositions"]!.GetValue<int>().ShouldBe(2);
        (await _service.Admin.GetJsonAsync($"{MyRisk}?user=dora"))["maxDailyLoss"]!.GetValue<string>().ShouldBe("50");
        (await _service.Admin.GetJsonAsync(MyRisk))["maxDailyLoss"]!.GetValue<string>().ShouldBe("0");
        await _dora.GetAsync($"{MyRisk}?user=admin").ProblemAsync(404);
        await _service.Admin.GetAsync($"{MyRisk}?user=nobody").ProblemAsync(404);
        (await _dora.SendJsonAsync(HttpMethod.Put, MyRisk, """{"maxOpenPositions":1001}""").ProblemAsync(400)).Fields().ShouldBe(["maxOpenPositions"]);
        (await _dora.GetJsonAsync(MyRisk))["maxOpenPositions"]!.GetValue<int>().ShouldBe(2);
        (await SendAsync(_dora, HttpMethod.Post, $"{MyRisk}/reset-drawdown", null))["maxDailyLoss"]!.GetValue<string>().ShouldBe("50");
    }

    [Fact]
    public async Task The_kill_switch_is_turned_on_survives_a_restart_and_is_released()
    {
        await PutTraderAsync("""{"interval":"1m","size":{"kind":"quote","value":1000}}""");
        (await _dora.PostAsync($"{Trader}/start", null)).EnsureSuccessStatusCode();
        (await _dora.GetJsonAsync(MyKill)).ToJsonString().ShouldBe("""{"state":"off","since":null,"confirmed":true,"pending":[]}""");
        (await _dora.SendJsonAsync(HttpMethod.Put, MyKill, "{}").ProblemAsync(400)).Fields().ShouldBe(["positions"]);
        var on = await SendAsync(_dora, HttpMethod.Put, MyKill, """{"positions":"flatten"}""");
        (Field(on, "state").GetValue<string>(), Field(on, "confirmed").GetValue<bool>()).ShouldBe(("flatten", true));
        var trader = await _dora.GetJsonAsync(Trader);
        (Field(trader, "runState").GetValue<string>(), Field(trader, "risk", "blockedBy").GetValue<string>()).ShouldBe(("running", "kill-switch"));
        Field(trader, "notice").GetValue<string>().ShouldContain("kill switch");

        var token = _dora.DefaultRequestHeaders.Authorization!.Parameter;
        await _service.StopAsync();
        await _service.StartAgainAsync();
        using var again = _service.ClientOf(token);
        (await again.GetJsonAsync(MyKill))["state"]!.GetValue<string>().ShouldBe("flatten");
        (await SendAsync(again, HttpMethod.Delete, MyKill, null))["state"]!.GetValue<string>().ShouldBe("off");
        (await again.GetJsonAsync(Trader))["risk"]!["blockedBy"]!.GetValue<string>().ShouldBe("none");
    }

    [Fact]
    public async Task The_services_mode_is_for_administrators_and_reaches_the_users_traders()
    {
        foreach (var path in new[] { Service, ServiceKill })
            await _dora.GetAsync(path).ProblemAsync(403);
        await _dora.SendJsonAsync(HttpMethod.Put, ServiceKill, """{"positions":"keep"}""").ProblemAsync(403);
        await PutTraderAsync("""{"interval":"1m","size":{"kind":"quote","value":1000}}""");
        (await _dora.PostAsync($"{Trader}/start", null)).EnsureSuccessStatusCode();

        (await SendAsync(_service.Admin, HttpMethod.Put, Service, """{"mode":"entries-paused"}"""))["mode"]!.GetValue<string>().ShouldBe("entries-paused");
        var done = await _service.Admin.UntilAsync(Service, static s => s["done"]!.GetValue<bool>());
        (Field(done, "by").GetValue<string>(), Field(done, "confirmed").GetValue<int>(), Field(done, "waiting").GetValue<int>()).ShouldBe(("admin", 2, 0));
        (await _dora.GetJsonAsync(Trader))["risk"]!["blockedBy"]!.GetValue<string>().ShouldBe("service-paused");

        await SendAsync(_service.Admin, HttpMethod.Put, ServiceKill, """{"positions":"keep"}""");
        (await _service.Admin.SendJsonAsync(HttpMethod.Put, Service, """{"mode":"normal"}""").ProblemAsync(409)).Fields().ShouldBe(["mode"]);
        (await _service.Admin.SendJsonAsync(HttpMethod.Put, Service, """{"mode":"killed-keep"}""").ProblemAsync(400)).Fields().ShouldBe(["mode"]);
        (await SendAsync(_service.Admin, HttpMethod.Delete, ServiceKill, null))["mode"]!.GetValue<string>().ShouldBe("normal");
        await _dora.UntilAsync(Trader, static t => t["risk"]!["blockedBy"]!.GetValue<string>() == "none");
    }

    private async Task<JsonObject> PutTraderAsync(string json) => await SendAsync(_dora, HttpMethod.Put, Trader, json);

    private static async Task<JsonObject> SendAsync(HttpClient client, HttpMethod method, string path, string? json)
    {
        using var answer = json is null ? await client.SendAsync(new(method, path)) : await client.SendJsonAsync(method, path, json);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private static JsonNode Field(JsonNode node, params string[] path) => path.Aggregate(node, static (n, name) => n[name] ?? throw new InvalidOperationException($"{name} is missing"));
}

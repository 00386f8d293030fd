using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using TradingBot.Notifications;

namespace TradingBot.Tests.Api;

/// <summary>What those who run the service see and do.</summary>
public sealed class AdminTests : IAsyncLifetime
{
    private const string Trader = "/api/v1/traders/spot:BTCUSDT";

    private ApiService _service = null!;
    private HttpClient _operator = null!;
    private HttpClient _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await ApiService.StartAsync();
        _operator = await _service.NewUserAsync("otto", "operator");
        _alice = await _service.NewUserAsync("alice");
        (await _alice.PutAsJsonAsync(Trader, HttpExtensions.Settings)).EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _alice.Dispose();
        _operator.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task An_operator_sees_how_everybodys_traders_are()
    {
        (await _alice.PostAsync($"{Trader}/start", null)).EnsureSuccessStatusCode();
        (await AliceAsync()).ToJsonString().ShouldBe(
            """{"id":"alice","role":"trader","standing":"active","traders":1,"running":1,"notTrading":0,"inFlight":0,"killSwitch":false,"confirmed":true,"chat":false}""");
        (await _alice.PutAsJsonAsync("/api/v1/me/kill-switch", new { positions = "keep" })).EnsureSuccessStatusCode();
        (await _service.Admin.PostAsync("/api/v1/users/alice/suspend", null)).EnsureSuccessStatusCode();
        var after = await AliceAsync();
        (after["killSwitch"]!.GetValue<bool>(), after["standing"]!.GetValue<string>()).ShouldBe((true, "suspended"));
        var page = await _operator.GetJsonAsync("/api/v1/admin/users?limit=1");
        (page["items"]!.AsArray().Count, page["nextCursor"] is null).ShouldBe((1, false));

        async Task<JsonNode> AliceAsync() =>
            (await _operator.GetJsonAsync("/api/v1/admin/users"))["items"]!.AsArray().Single(u => u!["id"]!.GetValue<string>() == "alice")!;
    }

    [Fact]
    public async Task While_the_service_is_read_only_users_change_nothing_but_may_end_trading()
    {
        (await _alice.PostAsync($"{Trader}/start", null)).EnsureSuccessStatusCode();
        (await _operator.PutAsJsonAsync("/api/v1/admin/service", new { mode = "read-only" })).EnsureSuccessStatusCode();
        await _operator.UntilAsync("/api/v1/admin/service", static s => s["done"]!.GetValue<bool>());
        (await _alice.GetJsonAsync(Trader))["risk"]!["blockedBy"]!.GetValue<string>().ShouldBe("service-paused");

        (await _alice.PutAsJsonAsync(Trader, HttpExtensions.Settings).ProblemAsync(503))["detail"]!.GetValue<string>().ShouldContain("read-only");
        await _alice.PostAsync($"{Trader}/start", null).ProblemAsync(503);
        await _alice.PostAsJsonAsync("/api/v1/tokens", new { name = "x" }).ProblemAsync(503);
        await _alice.DeleteAsync("/api/v1/me/kill-switch").ProblemAsync(503);
        foreach (var verb in new[] { "flatten", "pause", "stop" })
            (await _alice.PostAsync($"{Trader}/{verb}", null)).StatusCode.ShouldBe(HttpStatusCode.OK, verb);
        (await _alice.PutAsJsonAsync("/api/v1/me/kill-switch", new { positions = "keep" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _service.Admin.PutAsJsonAsync("/api/v1/traders/spot:ETHUSDT", HttpExtensions.Settings)).StatusCode.ShouldBe(HttpStatusCode.Created);

        (await _operator.PutAsJsonAsync("/api/v1/admin/service", new { mode = "normal" })).EnsureSuccessStatusCode();
        (await _alice.PutAsJsonAsync(Trader, HttpExtensions.Settings)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_broadcast_waits_in_the_outbox_of_everybody_who_has_a_chat()
    {
        var chat = _service.Services.GetRequiredService<IClusterClient>().GetGrain<INotificationGrain>("alice");
        await chat.LinkAsync(4711);
        using var answer = await _operator.PostAsJsonAsync("/api/v1/admin/broadcast", new { text = "Maintenance at six." });
        (await answer.Content.ReadFromJsonAsync<JsonObject>())!["told"]!.GetValue<int>().ShouldBe(1);
        var told = (await chat.TakeAsync()).ShouldNotBeNull().Items[^1].Notification;
        (told.Kind, told.Title).ShouldBe((NotificationKind.Broadcast, "Maintenance at six."));
        (await _operator.PostAsJsonAsync("/api/v1/admin/broadcast", new { text = "" }).ProblemAsync(400)).Fields().ShouldBe(["text"]);
    }
}

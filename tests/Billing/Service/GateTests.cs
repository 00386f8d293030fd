using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using TradingBot.Tests.Billing.Server;

namespace TradingBot.Tests.Billing.Service;

/// <summary>The subscription gate from its doors: the HTTP API, running traders, traders after a restart, and the mode.</summary>
public sealed class GateTests
{
    private const string Trader = "/api/v1/traders/spot:BTCUSDT";

    [Fact]
    public async Task Unpaid_for_long_the_API_reads_and_ends_trading_and_changes_nothing_until_it_is_paid()
    {
        await using var service = await PaidService.StartAsync(readOnlyAfterDays: 0);
        using var alice = await service.NewUserAsync("alice");
        object backtest = new { symbol = "spot:BTCUSDT", interval = "1m", size = new { kind = "percent", value = 10 }, candles = 10 };
        (await alice.PutAsJsonAsync(Trader, HttpExtensions.Settings).ProblemAsync(402)).Fields().ShouldBe(["subscription"]);
        await alice.PostAsJsonAsync("/api/v1/backtests", backtest).ProblemAsync(402);
        (await alice.GetJsonAsync("/api/v1/billing"))["stage"]!.GetValue<string>().ShouldBe("read-only");

        var payment = await service.PayAsync(alice);

        (await alice.PutAsJsonAsync(Trader, HttpExtensions.Settings)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await alice.PostAsync($"{Trader}/start", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await alice.PostAsJsonAsync("/api/v1/backtests", backtest)).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        await service.RefundAsync(alice, payment);

        foreach (var verb in new[] { "start", "resume" })
            (await alice.PostAsync($"{Trader}/{verb}", null).ProblemAsync(402)).Fields().ShouldBe(["subscription"]);
        foreach (var verb in new[] { "pause", "flatten", "stop" })
            (await alice.PostAsync($"{Trader}/{verb}", null)).StatusCode.ShouldBe(HttpStatusCode.OK, verb);
        (await alice.GetJsonAsync($"{Trader}/status"))["runState"]!.GetValue<string>().ShouldBe("stopped");
        (await alice.DeleteAsync(Trader)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_plan_limits_symbols_and_modes()
    {
        await using var service = await PaidService.StartAsync(readOnlyAfterDays: 0);
        using var alice = await service.NewUserAsync("alice");
        await service.PayAsync(alice);
        (await alice.PutAsJsonAsync(Trader, HttpExtensions.Settings)).StatusCode.ShouldBe(HttpStatusCode.Created);

        (await alice.PutAsJsonAsync("/api/v1/traders/spot:ETHUSDT", HttpExtensions.Settings).ProblemAsync(400)).Fields().ShouldBe(["symbol"]);
        foreach (var mode in new[] { "live", "testnet" })
        {
            var settings = new { interval = "1m", size = new { kind = "quote", value = "1000" }, mode };
            var problem = await alice.PutAsJsonAsync(Trader, settings).ProblemAsync(400);
            problem.Fields().ShouldBe(["mode"], mode);
            problem["errors"]!["mode"]![0]!.GetValue<string>().ShouldContain("not part of the plan");
        }
    }

    [Fact]
    public async Task A_running_trader_makes_no_entries_once_it_is_unpaid_nor_after_a_restart_and_goes_on_when_it_is_paid()
    {
        await using var service = await PaidService.StartAsync(readOnlyAfterDays: 30, speed: "600");
        using (var alice = await service.NewUserAsync("alice"))
        {
            var payment = await service.PayAsync(alice);
            (await alice.PutAsJsonAsync(Trader, HttpExtensions.Settings)).StatusCode.ShouldBe(HttpStatusCode.Created);
            (await alice.PostAsync($"{Trader}/start", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
            await alice.UntilAsync("/api/v1/orders", o => o["items"]!.AsArray().Count > 0);
            await service.RefundAsync(alice, payment);
            await alice.UntilAsync($"{Trader}/status", IsHeld);
        }

        await service.Service.StopAsync();
        await service.Service.StartAgainAsync(speed: "600");

        var admin = service.Service.Admin;
        await admin.UntilAsync($"{Trader}/status?user=alice", IsHeld);
        var (held, entries) = (await CandleAsync(), await EntriesAsync());
        await admin.UntilAsync($"{Trader}/status?user=alice", t => TimeOf(t) > held + (30 * 60_000));
        (await EntriesAsync()).ShouldBe(entries, "30 candles have closed without an entry");

        using var token = await admin.PostAsJsonAsync("/api/v1/tokens?user=alice", new { name = "second" });
        using var again = service.Service.ClientOf((await token.Content.ReadFromJsonAsync<JsonObject>())!["token"]!.GetValue<string>());
        await service.PayAsync(again);

        await admin.UntilAsync("/api/v1/orders?user=alice&limit=1000", o => Entries(o) > entries);
        (await admin.GetJsonAsync($"{Trader}/status?user=alice"))["notTrading"].ShouldBeNull();

        async Task<int> EntriesAsync() => Entries(await admin.GetJsonAsync("/api/v1/orders?user=alice&limit=1000"));
        async Task<long> CandleAsync() => TimeOf(await admin.GetJsonAsync($"{Trader}/status?user=alice"));
        static bool IsHeld(JsonNode t) => t["notTrading"]?.GetValue<string>().Contains("subscription", StringComparison.Ordinal) == true;
        static int Entries(JsonNode o) => o["items"]!.AsArray().Count(i => i!["purpose"]!.GetValue<string>() == "entry");
        static long TimeOf(JsonNode t) => t["candle"]!["openTimeMs"]!.GetValue<long>();
    }

    [Fact]
    public async Task Webhooks_callbacks_QR_codes_receipts_and_exports_come_over_HTTP()
    {
        await using var service = await PaidService.StartAsync(readOnlyAfterDays: 0);
        using var alice = await service.NewUserAsync("alice");
        using var anonymous = service.Service.ClientOf(null);
        var link = await service.OpenLinkAsync(alice);
        var image = await alice.GetByteArrayAsync("/api/v1/billing/link/qr");
        image[..8].ShouldBe([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var (payment, events) = service.Server.Pay(link);

        (await events[0].DeliverAsync(anonymous, "guess")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await events[0].DeliverAsync(anonymous, body: [.. events[0].Body, (byte)' '])).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await new ServerEvent("evt_x", Encoding.UTF8.GetBytes("[1]")).DeliverAsync(anonymous)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await events[0].DeliverAsync(anonymous, RazorpayServer.OldWebhookSecret)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using (var page = await anonymous.GetAsync(service.Server.CallbackOf(link, payment)))
        {
            page.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await page.Content.ReadAsStringAsync()).ShouldContain("Your payment has arrived");
        }

        await anonymous.GetAsync(service.Server.CallbackOf(link, payment)[..^1] + "x").ProblemAsync(401);
        await alice.UntilAsync("/api/v1/billing/payments", p => p["items"]!.AsArray().Count == 1);
        var receipt = await alice.GetStringAsync($"/api/v1/billing/payments/{payment.Id}/receipt");
        foreach (var text in new[] { payment.Id, "Test: no money has moved", "INR 500.00", "INR 10.00", "INR 1.80", "INR 511.80", "28 days" })
            receipt.ShouldContain(text);
        await alice.GetAsync("/api/v1/billing/payments/pay_none/receipt").ProblemAsync(404);
        await alice.GetAsync("/api/v1/billing/link/qr").ProblemAsync(404);

        var admin = service.Service.Admin;
        await admin.UntilAsync("/api/v1/admin/billing/revenue", r => r["active"]!.GetValue<int>() == 1);
        (await admin.GetStringAsync("/api/v1/admin/billing/payments/export")).ShouldContain($"{payment.Id},alice,");
        (await admin.GetStringAsync("/api/v1/admin/billing/subscriptions/export?format=json")).ShouldContain("\"user\":\"alice\"");
        using var granted = await admin.PostAsJsonAsync("/api/v1/admin/billing/alice/grant", new { plan = "standard", days = 3, reason = "test" });
        granted.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await admin.PostAsJsonAsync("/api/v1/admin/billing/alice/grant", new { plan = "gold", days = 3, reason = "test" }).ProblemAsync(400)).Fields().ShouldBe(["plan"]);
        await admin.UntilAsync("/api/v1/audit?user=alice", a => a["items"]!.AsArray().Any(i => i!["action"]!.GetValue<string>() == "grant" && i["actor"]!.GetValue<string>() == "admin"));
        await alice.GetAsync("/api/v1/admin/billing/revenue").ProblemAsync(403);
    }
}

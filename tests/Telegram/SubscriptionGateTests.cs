using System.Net;
using System.Net.Http.Json;
using TradingBot.Tests.Api;
using TradingBot.Tests.Billing.Server;
using TradingBot.Tests.Telegram.Service;

namespace TradingBot.Tests.Telegram;

/// <summary>What a chat may do while nothing is paid.</summary>
public sealed class SubscriptionGateTests
{
    [Fact]
    public async Task Unpaid_a_chat_reads_and_ends_trading_and_begins_none_until_it_is_paid()
    {
        await using var razorpay = await RazorpayServer.StartAsync();
        await using var service = await BotService.StartAsync(settings:
        [
            ("Razorpay:KeyId", RazorpayServer.KeyId), ("Razorpay:KeySecret", RazorpayServer.KeySecret), ("Razorpay:WebhookSecret", RazorpayServer.WebhookSecret),
            ("Razorpay:ApiBaseUrl", razorpay.ApiBaseUrl), ("Billing:TrialDays", "0"), ("Billing:GraceDays", "0"), ("Billing:ReadOnlyAfterDays", "0"),
            ("Billing:Plans:standard:Server", "50000"), ("Billing:Plans:standard:MaxSymbols", "3"), ("Billing:Plans:standard:Modes", "paper"),
        ]);
        var alice = await service.NewPersonAsync("alice");
        (await alice.AskAsync("/add BTCUSDT")).Text.ShouldContain("the subscription has ended");
        (await alice.AskAsync("/symbols")).Text.ShouldContain("Yours: none yet");

        (await alice.Api.PutAsJsonAsync("/api/v1/billing/customer", new { name = "Asha Rao", email = "asha@example.com", phone = "+919876543210" })).EnsureSuccessStatusCode();
        (await alice.Api.PostAsJsonAsync("/api/v1/billing/link", new { plan = "standard" })).EnsureSuccessStatusCode();
        var (_, events) = razorpay.Pay(razorpay.Links.Single());
        using var anonymous = service.Api.ClientOf(null);
        foreach (var one in events)
            (await one.DeliverAsync(anonymous)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await alice.ReceiveAsync(static m => m.Text.Contains("has arrived. Your", StringComparison.Ordinal));
        (await alice.AskAsync("/add BTCUSDT")).Text.ShouldContain("is added");
        await alice.AskAsync("/start_bot");
        await alice.PressAsync("Start now", "Started.");

        var payment = (await alice.Api.GetJsonAsync("/api/v1/billing/payments"))["items"]![0]!["id"]!.GetValue<string>();
        (await service.Api.Admin.PostAsJsonAsync($"/api/v1/admin/billing/alice/payments/{payment}/refund-mark", new { reason = "by mistake" })).EnsureSuccessStatusCode();

        // News of trades may come before an answer.
        await alice.AskAsync("/status", "BTCUSDT");
        await alice.AskAsync("/pause", "Paused.");
        await alice.AskAsync("/resume", "the subscription has ended");
        await alice.AskAsync("/stop_bot", "Stopped.");
        (await alice.AskAsync("/start_bot", "BTCUSDT")).HasButton("Start now").ShouldBeTrue();
        await alice.PressAsync("Start now", "the subscription has ended");
    }
}

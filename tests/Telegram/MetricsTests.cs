using System.Net.Http.Headers;
using System.Net.Http.Json;
using TradingBot.Tests.Billing.Server;
using TradingBot.Tests.System;
using TradingBot.Tests.System.Operation;
using TradingBot.Tests.Telegram.Server;
using TradingBot.Tests.Telegram.Service;

namespace TradingBot.Tests.Telegram;

/// <summary>What an operator's tools get to see of payments and notifications. In a process of its own: metrics are the process's.</summary>
public sealed class MetricsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_payment_its_refund_and_the_news_of_them_are_counted()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var razorpay = await RazorpayServer.StartAsync();
        using var silo = SiloProcess.StartWith(
            [
                .. BotService.Settings(telegram).Select(static s => (s.Name.Replace(":", "__", StringComparison.Ordinal), s.Value)),
                ("Razorpay__KeyId", RazorpayServer.KeyId), ("Razorpay__KeySecret", RazorpayServer.KeySecret), ("Razorpay__WebhookSecret", RazorpayServer.WebhookSecret),
                ("Razorpay__ApiBaseUrl", razorpay.ApiBaseUrl), ("Billing__Plans__standard__Server", "50000"), ("Billing__Plans__standard__MaxSymbols", "3"),
                ("Billing__Plans__standard__Modes", "paper"),
            ],
            "--data", _folder.Root, "--port", "0");
        using var http = new HttpClient { BaseAddress = new(await silo.ListeningAsync()) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(_folder.PathOf("admin-token"))).Trim());
        var person = new Person(telegram, 77) { Api = http };
        await person.LinkAsync();
        (await ScrapeAsync(http)).Sum("tradingbot_payments_total").ShouldBe(0);

        (await http.PutAsJsonAsync("/api/v1/billing/customer", new { name = "Asha Rao", email = "asha@example.com", phone = "+919876543210" })).EnsureSuccessStatusCode();
        (await http.PostAsJsonAsync("/api/v1/billing/link", new { plan = "standard" })).EnsureSuccessStatusCode();
        using var anonymous = new HttpClient { BaseAddress = http.BaseAddress };
        var (payment, events) = razorpay.Pay(razorpay.Links.Single());
        foreach (var one in events)
            await one.DeliverAsync(anonymous);
        await person.ReceiveAsync(static m => m.Text.Contains("has arrived. Your", StringComparison.Ordinal));
        await razorpay.Refund(payment).DeliverAsync(anonymous);

        var scrape = await Poll.UntilAsync(() => ScrapeAsync(http), static s => s.Sum("tradingbot_payments_total", "outcome=\"refunded\"") > 0
            && s.Sum("tradingbot_notifications_total", "outcome=\"settled\"") is > 0 and var settled && settled == s.Sum("tradingbot_notifications_total", "outcome=\"queued\""));
        scrape.Sum("tradingbot_payments_total", "outcome=\"credited\"").ShouldBe(1);
        scrape.Sum("tradingbot_payments_total", "outcome=\"refunded\"").ShouldBe(1);
        (await silo.InterruptAsync()).ShouldBe(0, silo.Output);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<Scrape> ScrapeAsync(HttpClient http) => new(await http.GetStringAsync("/metrics"));
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TradingBot.Tests.Billing.Server;

namespace TradingBot.Tests.Billing.Service;

/// <summary>The whole service with Razorpay behind it; without a trial, so that who has not paid is restricted from the start.</summary>
internal sealed class PaidService : IAsyncDisposable
{
    private PaidService(ApiService service, RazorpayServer server) => (Service, Server) = (service, server);

    public ApiService Service { get; }

    public RazorpayServer Server { get; }

    public static (string Name, string Value)[] Settings(RazorpayServer server, int readOnlyAfterDays) =>
    [
        ("Razorpay:KeyId", RazorpayServer.KeyId), ("Razorpay:KeySecret", RazorpayServer.KeySecret), ("Razorpay:WebhookSecret", RazorpayServer.WebhookSecret),
        ("Razorpay:PreviousWebhookSecret", RazorpayServer.OldWebhookSecret), ("Razorpay:ApiBaseUrl", server.ApiBaseUrl),
        ("Billing:TrialDays", "0"), ("Billing:GraceDays", "0"), ("Billing:ReadOnlyAfterDays", $"{readOnlyAfterDays}"),
        ("Billing:PublicUrl", "https://bot.example.com"), ("Billing:Plans:standard:Server", "50000"), ("Billing:Plans:standard:MaxSymbols", "1"),
        ("Billing:Plans:standard:Modes", "paper,demo"),
    ];

    public static async Task<PaidService> StartAsync(int readOnlyAfterDays, string speed = "1")
    {
        var server = await RazorpayServer.StartAsync();
        return new(await ApiService.StartAsync(speed: speed, settings: Settings(server, readOnlyAfterDays)), server);
    }

    /// <summary>Makes a user who can pay.</summary>
    public async Task<HttpClient> NewUserAsync(string id)
    {
        var client = await Service.NewUserAsync(id);
        using var answer = await client.PutAsJsonAsync("/api/v1/billing/customer", new { name = "Asha Rao", email = $"{id}@example.com", phone = "+919876543210" });
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return client;
    }

    /// <summary>Pays for a cycle, and waits until it counts.</summary>
    public async Task<ServerPayment> PayAsync(HttpClient user)
    {
        var (payment, events) = Server.Pay(await OpenLinkAsync(user));
        using var anonymous = Service.ClientOf(null);
        foreach (var one in events)
            (await one.DeliverAsync(anonymous)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await user.UntilAsync("/api/v1/billing/payments", p => p["items"]!.AsArray().Any(i => i!["id"]!.GetValue<string>() == payment.Id));
        return payment;
    }

    public async Task<ServerLink> OpenLinkAsync(HttpClient user)
    {
        using var answer = await user.PostAsJsonAsync("/api/v1/billing/link", new { plan = "standard" });
        var link = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        answer.IsSuccessStatusCode.ShouldBeTrue(link.ToJsonString());
        return Server.Links.Single(l => l.Reference == link["reference"]!.GetValue<string>());
    }

    /// <summary>Gives a payment back, and waits until it covers nothing any more.</summary>
    public async Task RefundAsync(HttpClient user, ServerPayment payment)
    {
        using var anonymous = Service.ClientOf(null);
        await Server.Refund(payment).DeliverAsync(anonymous);
        await user.UntilAsync("/api/v1/billing/payments", p => p["items"]!.AsArray().Any(i => i!["standing"]!.GetValue<string>() == "refunded"));
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Server.DisposeAsync();
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TradingBot.Tests.Telegram.Server;
using TradingBot.Tests.Telegram.Service;

namespace TradingBot.Tests.Telegram;

/// <summary>Updates that Telegram sends instead of being asked for them.</summary>
public sealed class WebhookTests
{
    private const string Secret = "webhook-secret_1";

    [Fact]
    public async Task Updates_come_by_webhook_with_the_secret_and_only_with_it()
    {
        await using var service = await BotService.StartAsync(settings: [("Telegram:WebhookSecret", Secret), ("Telegram:PublicUrl", "https://bot.example.com")]);
        await service.Telegram.UntilAsync(() => service.Telegram.Webhook is not null);
        service.Telegram.Webhook.ShouldBe(("https://bot.example.com/webhooks/telegram", Secret));
        var api = await service.Api.NewUserAsync("alice");
        using var offer = await api.PostAsJsonAsync("/api/v1/me/telegram", new { });
        var code = (await offer.Content.ReadFromJsonAsync<JsonObject>())!["code"]!.GetValue<string>();
        var alice = new Person(service.Telegram, 5);

        (await SendAsync(service, Update(1, "/start " + code), "wrong")).ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(service, Update(1, "/start " + code), null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(service, "nonsense", Secret)).ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(service, "{}", Secret)).ShouldBe(HttpStatusCode.OK);
        (await alice.NextAsync(() => Post(Update(2, "/start " + code)))).Text.ShouldContain("linked to alice");

        // Telegram sends again what it thinks was not taken.
        Post(Update(3, "/help nothing"));
        Post(Update(3, "/help nothing"));
        (await alice.NextAsync(() => Post(Update(4, "/version")))).ShouldNotBeNull();
        await alice.ReceiveAsync(static m => m.Text.StartsWith("Version", StringComparison.Ordinal));
        service.Telegram.MessagesOf(5).Count(static m => m.Text.Contains("nothing", StringComparison.Ordinal)).ShouldBe(1);
        service.Telegram.Requests.ShouldNotContain(static r => r.Method == "getUpdates");

        void Post(string body) => SendAsync(service, body, Secret).GetAwaiter().GetResult().ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_a_webhook_there_is_nothing_at_its_address()
    {
        await using var service = await BotService.StartAsync();
        (await SendAsync(service, Update(1, "/start"), Secret)).ShouldBe(HttpStatusCode.NotFound);
    }

    private static string Update(long id, string text) =>
        $$$"""{"update_id":{{{id}}},"message":{"message_id":1,"from":{"id":5},"chat":{"id":5,"type":"private"},"text":"{{{text}}}"}}""";

    private static async Task<HttpStatusCode> SendAsync(BotService service, string body, string? secret)
    {
        using var client = service.Api.ClientOf(null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/telegram") { Content = new StringContent(body, null, "application/json") };
        if (secret is not null)
            request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", secret);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}

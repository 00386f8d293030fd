using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TradingBot.Tests.System.Venues;

/// <summary>The mode testnet end to end: keys over HTTP, candles and fills over sockets, orders at the venue, rows in the journal.</summary>
[Collection("alone")]
public sealed class TestnetTests
{
    [Fact]
    public async Task A_user_stores_a_key_and_trades_spot_on_the_venue()
    {
        await using var service = await VenueService.StartAsync(speed: 300);
        using (var refused = await service.Admin.PutAsJsonAsync("/api/v1/traders/spot:BTCUSDT", VenueTraders.Settings("1m")))
            refused.EnsureSuccessStatusCode();
        using (var refused = await service.Admin.PostAsync("/api/v1/traders/spot:BTCUSDT/start", null))
        {
            ((int)refused.StatusCode).ShouldBe(409);
            (await refused.Content.ReadAsStringAsync()).ShouldContain("there is no API key for spot on testnet");
        }

        using (var stored = await service.Admin.PutAsJsonAsync("/api/v1/me/exchange-keys/testnet", new { apiKey = "test-key", secret = "test-secret" }))
        {
            var keys = JsonNode.Parse(await stored.Content.ReadAsStringAsync())!;
            stored.IsSuccessStatusCode.ShouldBeTrue(keys.ToJsonString());
            keys["keys"]!.AsArray().Select(k => k!["verdict"]!.GetValue<string>()).ShouldBe(["unverifiable", "unverifiable"]);
            keys["keys"]![0]!["lastFour"]!.GetValue<string>().ShouldBe("-key");
        }

        using (var started = await service.Admin.PostAsync("/api/v1/traders/spot:BTCUSDT/start", null))
            started.IsSuccessStatusCode.ShouldBeTrue(await started.Content.ReadAsStringAsync());
        await service.UntilAsync(async () => (await service.ReadAllAsync("trades")).Count >= 3, "three closed trades");
        await VenueTraders.FlattenAsync(service);
        var history = new VenueHistory(service.Log());
        await history.ShouldEqualJournalAsync(service);
        history.LongestWithoutStop().ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }
}

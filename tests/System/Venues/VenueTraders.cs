using System.Text.Json.Nodes;

namespace TradingBot.Tests.System.Venues;

/// <summary>What the tests do with the traders of a service.</summary>
internal static class VenueTraders
{
    public static object Settings(string interval, string amount = "1000", string offset = "5", int leverage = 1) => new
    {
        interval,
        strategy = new { name = "heikin-ashi-breakout", parameters = new { buyOffset = offset, sellOffset = offset } },
        size = new { kind = "quote", value = amount },
        leverage,
        mode = "testnet",
    };

    /// <summary>Stops and flattens all traders, and waits until nothing of them is open.</summary>
    public static async Task FlattenAsync(VenueService service)
    {
        foreach (var trader in await AllAsync(service))
        {
            foreach (var verb in new[] { "stop", "flatten" })
            {
                using var answer = await service.Admin.PostAsync($"/api/v1/traders/{trader["symbol"]}/{verb}?user={trader["user"]}", null);
                answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
            }
        }

        await service.UntilAsync(
            async () => (await AllAsync(service)).All(t => t["phase"]!.GetValue<string>() != "long" && t["entryOrder"] is null && t["exitOrder"] is null && t["inFlight"] is null),
            "an end of all positions and orders");
    }

    public static async Task<List<JsonNode>> AllAsync(VenueService service) =>
        [.. JsonNode.Parse(await service.ReadTextAsync("traders?limit=1000"))!["items"]!.AsArray().Select(t => t!)];
}

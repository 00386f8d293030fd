using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TradingBot.Tests.System.Venues;

/// <summary>The mode testnet end to end: keys over HTTP, candles and fills over sockets, orders at the venue, rows in the journal.</summary>
[Collection("alone")]
public sealed class TestnetTests(ITestOutputHelper output)
{
    // What is promised is 2 s; a machine that does much else at the same time is given more. What was measured is printed.
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(10);

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
        history.LongestWithoutStop().Time.ShouldBeLessThan(Allowed);
    }

    [Fact]
    public async Task Three_users_trade_both_markets_through_a_stop_and_kills_without_losing_or_doubling_anything()
    {
        await using var service = await VenueService.StartAsync(speed: 120, TestKeys.Accounts);
        foreach (var key in TestKeys.All)
        {
            using var client = service.ClientOf(await service.NewUserAsync(key.User));
            using var stored = await client.PutAsJsonAsync("/api/v1/me/exchange-keys/testnet", new { apiKey = key.ApiKey, secret = key.Secret });
            var answer = await stored.Content.ReadAsStringAsync();
            stored.IsSuccessStatusCode.ShouldBeTrue(answer);
            answer.ShouldNotContain(key.Secret);
            foreach (var symbol in new[] { "spot:BTCUSDT", "spot:ETHUSDT", "usdm:BTCUSDT", "usdm:SOLUSDT" })
            {
                var leverage = symbol.StartsWith("usdm", StringComparison.Ordinal) ? 3 : 1;
                var offset = symbol.Contains("SOL", StringComparison.Ordinal) ? "0.05" : symbol.Contains("ETH", StringComparison.Ordinal) ? "1" : "5";
                using var made = await client.PutAsJsonAsync($"/api/v1/traders/{symbol}", VenueTraders.Settings("1m", offset: offset, leverage: leverage));
                made.IsSuccessStatusCode.ShouldBeTrue(await made.Content.ReadAsStringAsync());
                using var started = await client.PostAsync($"/api/v1/traders/{symbol}/start", null);
                started.IsSuccessStatusCode.ShouldBeTrue(await started.Content.ReadAsStringAsync());
            }
        }

        // Stopped once, killed twice, each time with fills since; while it is down, positions have the stops that it has left them.
        var down = new List<(long From, long To)>();
        foreach (var stop in new Func<Task>[] { service.StopServiceAsync, service.KillServiceAsync, service.KillServiceAsync })
        {
            var fills = FillsOf(service);
            await service.UntilAsync(() => Task.FromResult(FillsOf(service) >= fills + 40), "forty more fills");
            var from = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            await stop();
            await service.StartServiceAsync();
            var listening = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            await service.UntilAsync(
                async () => (await VenueTraders.AllAsync(service)).All(t => t["notTrading"] is null), "an end of all reconciliations");
            down.Add((from, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
            output.WriteLine($"started within {listening - from} ms, reconciled {down[^1].To - listening} ms later");
        }

        var last = FillsOf(service);
        await service.UntilAsync(() => Task.FromResult(FillsOf(service) >= last + 40), "forty more fills");
        await VenueTraders.FlattenAsync(service);

        var history = new VenueHistory(service.Log());
        await history.ShouldEqualJournalAsync(service);
        var (bare, until) = history.LongestWithoutStop(down);
        output.WriteLine($"{history.Fills.Count} fills, {history.Placed.Count} orders; at most {bare.TotalMilliseconds} ms without a stop");
        bare.ShouldBeLessThan(Allowed, until);
        foreach (var key in TestKeys.All)
        {
            history.Log.Count(e => e.GetProperty("kind").GetString() == "fill" && e.GetProperty("account").GetString() == key.ApiKey).ShouldBeGreaterThan(0, key.User);
            await ShouldNotKnowAsync(service, key.Secret);
        }
    }

    private static int FillsOf(VenueService service) => service.Log().Count(e => e.GetProperty("kind").GetString() == "fill");

    private static async Task ShouldNotKnowAsync(VenueService service, string secret)
    {
        // Of a PEM, the part that is the key.
        var plain = secret.Split('\n', StringSplitOptions.RemoveEmptyEntries).MaxBy(l => l.Contains("-----", StringComparison.Ordinal) ? 0 : l.Length)!;
        service.Output.ShouldNotContain(plain);
        foreach (var path in new[] { "me/exchange-keys", "traders?limit=1000", "users" })
            (await service.ReadTextAsync(path)).ShouldNotContain(plain);
        foreach (var file in Directory.EnumerateFiles(service.Data, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var text = new StreamReader(stream, global::System.Text.Encoding.Latin1);
            (await text.ReadToEndAsync()).Contains(plain, StringComparison.Ordinal).ShouldBeFalse($"{file} holds a secret");
        }
    }
}

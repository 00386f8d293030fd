using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using TradingBot.ExchangeAccounts;
using TradingBot.Trading;

namespace TradingBot.Tests.Api;

/// <summary>API keys of the venues: checked before they are stored, never shown, and what depends on them.</summary>
public sealed class ExchangeKeysTests : IAsyncLifetime
{
    private const string Keys = "/api/v1/me/exchange-keys";
    private const string Trader = "/api/v1/traders/spot:BTCUSDT";
    private const string Accounts = """
        [{"apiKey":"good-key","secret":"good-secret","spot":{"USDT":"20000"},"usdm":{"USDT":"30000"}},
         {"apiKey":"spot-only","secret":"s","spot":{"USDT":"1"},"restrictions":{"enableFutures":false}},
         {"apiKey":"rich-key","secret":"s","spot":{"USDT":"1"},"restrictions":{"enableWithdrawals":true}}]
        """;

    private static readonly (string, string)[] FromVenue =
        [("MarketData:Source", "binance"), ("MarketData:RealTime", "false"), ("Binance:MarketDataFrom", "Testnet")];

    private ApiService _service = null!;

    private HttpClient Admin => _service.Admin;

    public async ValueTask InitializeAsync() => _service = await ApiService.StartAsync(settings: FromVenue, accounts: Accounts);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_safe_key_is_stored_shown_without_its_secret_and_forgotten()
    {
        var stored = await StoreAsync("live", "good-key", "good-secret");
        stored["keys"]!.AsArray().Select(k => $"{k!["market"]} {k["type"]} {k["lastFour"]} {k["verdict"]}").ShouldBe(["spot hmac -key safe", "usdm hmac -key safe"]);
        (await Admin.GetStringAsync(Keys)).ShouldNotContain("good");

        var balances = (await Admin.GetJsonAsync("/api/v1/balances?mode=live&user=admin"))["items"]!.AsArray();
        balances.Select(b => $"{b!["account"]} {b["asset"]} {b["total"]}").ShouldBe(["live-spot USDT 20000", "live-usdm USDT 30000"]);

        // After a restart as well: the key is opened with the data folder's master key.
        await _service.StopAsync();
        await _service.StartAgainAsync();
        (await Admin.GetJsonAsync("/api/v1/balances?mode=live&user=admin"))["items"]!.AsArray().Count.ShouldBe(2);

        for (var i = 0; i < 2; i++)
            (await Admin.DeleteAsync($"{Keys}/live")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Admin.GetJsonAsync($"{Keys}/live"))["keys"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("live", """{"apiKey":"good-key","secret":"wrong"}""", "Signature for this request is not valid", "apiKey")]
    [InlineData("testnet", """{"apiKey":"nobodys-key","secret":"x"}""", "Invalid API-key", "apiKey")]
    [InlineData("live", """{"apiKey":"rich-key","secret":"s"}""", "The key may withdraw", "apiKey")]
    [InlineData("live", """{"apiKey":"spot-only","secret":"s","market":"usdm"}""", "may not trade futures", "apiKey")]
    [InlineData("live", """{"apiKey":"k","secret":"s"}""", "must have 5 to 128 characters", "apiKey")]
    [InlineData("live", """{"apiKey":"k\nX-Evil: 1","secret":"s"}""", "letters, digits", "apiKey")]
    [InlineData("live", """{"apiKey":"good-key","secret":"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"}""", "PKCS#8", "secret")]
    [InlineData("live", """{"apiKey":"good-key"}""", "is missing", "secret")]
    [InlineData("paper", """{"apiKey":"good-key","secret":"good-secret"}""", "must be one of testnet, demo, live", "venue")]
    public async Task A_key_that_is_wrong_or_may_do_harm_is_refused_and_not_stored(string venue, string json, string expected, string field)
    {
        var problem = await Admin.SendJsonAsync(HttpMethod.Put, $"{Keys}/{venue}", json).ProblemAsync(400);
        problem["errors"]!.ToJsonString().ShouldContain(expected);
        problem.Fields().ShouldBe([field]);
        (await Admin.GetJsonAsync(Keys))["items"]!.AsArray().ShouldAllBe(v => v!["keys"]!.AsArray().Count == 0);
    }

    [Fact]
    public async Task A_key_for_one_market_is_stored_for_that_one_and_says_why_not_for_the_other()
    {
        var stored = await StoreAsync("live", "spot-only", "s");
        stored["keys"]!.AsArray().ShouldHaveSingleItem()!["market"]!.GetValue<string>().ShouldBe("spot");
        stored["notStored"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldContain("may not trade futures");
    }

    [Fact]
    public async Task Keys_are_their_owners_alone()
    {
        await StoreAsync("testnet", "good-key", "good-secret");
        using var bob = await _service.NewUserAsync("bob");
        (await bob.GetJsonAsync($"{Keys}/testnet"))["keys"]!.AsArray().ShouldBeEmpty();
        (await bob.GetAsync("/api/v1/balances?mode=testnet&user=admin").ProblemAsync(404))["detail"]!.GetValue<string>().ShouldContain("no user 'admin'");
    }

    [Fact]
    public async Task Live_trading_needs_the_operators_switch_and_a_safe_key()
    {
        await MakeAsync("live");
        (await StartAsync(409))["errors"]!["mode"]!.ToJsonString().ShouldContain("Trading:AllowLive");

        await using var allowed = await ApiService.StartAsync(
            settings: [.. FromVenue, ("Trading:AllowLive", "true")], accounts: Accounts);
        (_service, var refusing) = (allowed, _service);
        await MakeAsync("live");
        (await StartAsync(409))["errors"]!["mode"]!.ToJsonString().ShouldContain("no API key for spot on live");
        await StoreAsync("live", "good-key", "good-secret");
        await StartAsync(200);
        await UntilEntryAsync();
        _service = refusing;
    }

    [Fact]
    public async Task Without_candles_of_the_venue_nothing_is_traded_there()
    {
        await using var simulated = await ApiService.StartAsync(accounts: Accounts);
        (_service, var own) = (simulated, _service);
        await StoreAsync("testnet", "good-key", "good-secret");
        await MakeAsync("testnet");
        (await StartAsync(409))["errors"]!["mode"]!.ToJsonString().ShouldContain("MarketData:Source=binance");
        _service = own;
    }

    [Fact]
    public async Task Keys_in_use_cannot_be_removed_and_one_that_goes_bad_stops_entries_until_it_is_good_again()
    {
        await StoreAsync("testnet", "good-key", "good-secret");
        await MakeAsync("testnet");
        await StartAsync(200);
        await UntilEntryAsync();
        (await Admin.DeleteAsync($"{Keys}/testnet").ProblemAsync(409)).Fields().ShouldBe(["venue"]);

        _service.Simulator.SetFaults("""{"faults":[{"kind":"http-error","path":"/api/v3/account","status":401,"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}]}""");
        await Account.CheckAsync();
        // The check says it, or a question of the trader's own that the venue has refused.
        await Admin.UntilAsync(
            $"{Trader}/status", static s => s["notTrading"]?.GetValue<string>().Contains("invalid", StringComparison.OrdinalIgnoreCase) == true && s["entryOrder"] is null);
        _service.Simulator.Advance(TimeSpan.FromMinutes(5));
        (await StatusAsync())["entryOrder"].ShouldBeNull();
        (await Admin.GetJsonAsync($"{Keys}/testnet"))["keys"]![0]!["verdict"]!.GetValue<string>().ShouldBe("invalid");

        _service.Simulator.SetFaults("""{"faults":[]}""");
        await Account.CheckAsync();
        await UntilEntryAsync();
        (await StatusAsync())["notTrading"].ShouldBeNull();
    }

    [Fact]
    public async Task A_check_that_the_venue_does_not_answer_changes_nothing()
    {
        await StoreAsync("testnet", "good-key", "good-secret");
        _service.Simulator.SetFaults("""{"faults":[{"kind":"http-error","path":"/","status":502}]}""");
        await Account.CheckAsync();
        (await Admin.GetJsonAsync($"{Keys}/testnet"))["keys"]![0]!["verdict"]!.GetValue<string>().ShouldBe("unverifiable");
        (await Admin.PutAsJsonAsync($"{Keys}/demo", new { apiKey = "good-key", secret = "good-secret" }).ProblemAsync(409))["detail"]!
            .GetValue<string>().ShouldContain("could not be checked");
    }

    private IExchangeAccountGrain Account => _service.Services.GetRequiredService<IClusterClient>()
        .GetGrain<IExchangeAccountGrain>(new ExchangeAccountKey("admin", TradingMode.Testnet).ToString());

    private async Task<JsonNode> StoreAsync(string venue, string apiKey, string secret)
    {
        using var answer = await Admin.PutAsJsonAsync($"{Keys}/{venue}", new { apiKey, secret });
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    private async Task MakeAsync(string mode)
    {
        using var made = await Admin.SendJsonAsync(
            HttpMethod.Put, Trader, $$$"""{"interval":"1m","size":{"kind":"quote","value":"1000"},"strategy":{"name":"heikin-ashi-breakout","parameters":{"buyOffset":"5","sellOffset":"5"}},"mode":"{{{mode}}}"}""");
        made.IsSuccessStatusCode.ShouldBeTrue(await made.Content.ReadAsStringAsync());
    }

    private async Task<JsonNode> StartAsync(int status)
    {
        using var answer = await Admin.PostAsync($"{Trader}/start", null);
        var text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(status, text);
        return JsonNode.Parse(text)!;
    }

    private Task<JsonNode> StatusAsync() => Admin.GetJsonAsync($"{Trader}/status");

    // The market moves minute by minute until the trader has an entry order resting at the venue.
    private async Task UntilEntryAsync() => await Poll.UntilAsync(
        async () =>
        {
            var status = await StatusAsync();
            if (status["entryOrder"] is null)
                _service.Simulator.Advance(TimeSpan.FromMinutes(1));
            return status;
        },
        static s => s["entryOrder"] is not null);
}

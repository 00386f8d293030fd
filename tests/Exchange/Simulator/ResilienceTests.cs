using System.Text.Json;
using TradingBot.Exchange.Binance;
using TradingBot.MarketData;
using TradingBot.Tests.Exchange.Binance;
using TradingBot.Trading;

namespace TradingBot.Tests.Exchange.Simulator;

/// <summary>Limits, clock and circuit breaker against a venue that defends itself.</summary>
public sealed class ResilienceTests
{
    private readonly ManualTimeProvider _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<SimulatedVenue> StartAsync() => SimulatedVenue.StartAsync(new() { Speed = 0 }, _time);

    private static OrderRequest Order(bool isExit, int id) =>
        TestVenue.Order(MarketType.Spot, OrderType.Market, isExit ? OrderSide.Sell : OrderSide.Buy, isExit: isExit, quantity: "0.001", id: $"tb-{id}");

    [Fact]
    public async Task A_failing_venue_opens_the_circuit_for_entries_and_it_closes_again()
    {
        await using var venue = await StartAsync();
        venue.Fault("""{"kind":"http-error","method":"POST","path":"/api/v3/order","status":502,"executed":false,"count":10}""");
        for (var i = 0; i < 10; i++)
            (await venue.Spot.PlaceAsync(venue.Key, Order(false, i), Cancellation)).Error!.Failure.ShouldBe(BinanceFailure.Unknown);

        var sent = venue.Log("fault").Count + venue.Log("request").Count;
        var paused = venue.Spot.PlaceAsync(venue.Key, Order(false, 11), Cancellation);
        // What was not sent is tried again twice, within less than the 5 s of the break.
        await _time.AdvanceUntilAsync(paused, TimeSpan.FromMilliseconds(100));
        var error = (await paused).Error!;
        (error.Failure, error.Message).ShouldBe((BinanceFailure.NotSent, "Binance has failed repeatedly; requests pause for a few seconds"));
        (venue.Log("fault").Count + venue.Log("request").Count).ShouldBe(sent);

        // A protective exit is sent all the same.
        (await venue.Spot.PlaceAsync(venue.Key, Order(true, 12), Cancellation)).OrThrow().Status.ShouldBe("FILLED");

        _time.Advance(TimeSpan.FromSeconds(6));
        (await venue.Spot.PlaceAsync(venue.Key, Order(false, 13), Cancellation)).OrThrow().Status.ShouldBe("FILLED");
        (await venue.Spot.PlaceAsync(venue.Key, Order(false, 14), Cancellation)).OrThrow().Status.ShouldBe("FILLED");
    }

    [Fact]
    public async Task However_many_requests_find_the_clock_wrong_it_is_set_once_and_each_is_repeated_once()
    {
        const int Requests = 20;
        await using var venue = await SimulatedVenue.StartAsync();
        venue.Fault("""{"kind":"clock-skew","ms":90000,"count":1}""");
        await Poll.UntilAsync(() => venue.Log("fault"), static log => log.Count >= 1);

        var answers = await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => venue.Spot.GetAccountAsync(venue.Key, Cancellation)));

        answers.ShouldAllBe(a => a.IsOk);
        var requests = venue.Log("request");
        requests.Count(r => r.GetProperty("request").GetString() == "GET /api/v3/time").ShouldBe(1);
        var accounts = requests.Where(r => r.GetProperty("request").GetString() == "GET /api/v3/account").ToList();
        accounts.Count(r => r.GetProperty("status").GetInt32() == 200).ShouldBe(Requests);
        accounts.Count(r => r.GetProperty("code").ValueKind == JsonValueKind.Number && r.GetProperty("code").GetInt32() == -1021).ShouldBe(accounts.Count - Requests);
        accounts.Count.ShouldBeLessThanOrEqualTo(2 * Requests);
    }

    [Fact]
    public async Task Who_goes_on_after_a_429_is_banned_for_longer_each_time()
    {
        await using var venue = await StartAsync();
        using var http = new HttpClient { BaseAddress = venue.Server.Address };
        async Task<(int Status, int RetryAfter)> Ask()
        {
            using var response = await http.GetAsync(new Uri("/api/v3/exchangeInfo?symbol=BTCUSDT", UriKind.Relative), Cancellation);
            return ((int)response.StatusCode, (int?)response.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0);
        }

        // 6,000 a minute, 20 each.
        for (var i = 0; i < 300; i++)
            (await Ask()).Status.ShouldBe(200);
        for (var i = 0; i < 10; i++)
            (await Ask()).ShouldBe((429, 60));
        (await Ask()).ShouldBe((418, 120));
        _time.Advance(TimeSpan.FromSeconds(90));
        (await Ask()).ShouldBe((418, 30));
        _time.Advance(TimeSpan.FromSeconds(31));
        (await Ask()).Status.ShouldBe(200);

        for (var status = 200; status != 418; status = (await Ask()).Status)
        {
        }

        (await Ask()).ShouldBe((418, 240));
    }

    [Fact]
    public async Task The_adapter_stops_at_the_first_429_and_goes_on_when_it_may()
    {
        await using var venue = await StartAsync();
        using var http = new HttpClient { BaseAddress = venue.Server.Address };
        for (var i = 0; i < 300; i++)
            (await http.GetAsync(new Uri("/api/v3/exchangeInfo?symbol=BTCUSDT", UriKind.Relative), Cancellation)).Dispose();
        (await venue.Spot.GetPriceAsync("BTCUSDT", Cancellation)).Error!.Failure.ShouldBe(BinanceFailure.RateLimited);
        var requests = venue.Log("request").Count;

        var refused = venue.Spot.PlaceAsync(venue.Key, Order(false, 2), Cancellation);
        await _time.AdvanceUntilAsync(refused, TimeSpan.FromMilliseconds(100));
        (await refused).Error!.Failure.ShouldBe(BinanceFailure.RateLimited);
        venue.Log("request").Count.ShouldBe(requests);

        _time.Advance(TimeSpan.FromMinutes(1));
        (await venue.Spot.PlaceAsync(venue.Key, Order(false, 3), Cancellation)).OrThrow().Status.ShouldBe("FILLED");
    }
}

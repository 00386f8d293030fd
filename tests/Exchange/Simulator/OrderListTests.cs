using System.Text.Json;

namespace TradingBot.Tests.Exchange.Simulator;

/// <summary>OCO, for clients other than ours: the adapter has no use for order lists.</summary>
public sealed class OrderListTests
{
    private static readonly (string, string)[] Bracket =
    [
        ("symbol", "BTCUSDT"), ("side", "SELL"), ("quantity", "1"), ("listClientOrderId", "list"), ("aboveType", "LIMIT_MAKER"), ("abovePrice", "105"),
        ("aboveClientOrderId", "take"), ("belowType", "STOP_LOSS_LIMIT"), ("belowStopPrice", "95"), ("belowPrice", "94"),
        ("belowTimeInForce", "GTC"), ("belowClientOrderId", "stop"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<SimulatedVenue> Rising() => SimulatedVenue.StartAsync((100, 100, 100, 100), (100, 110, 99, 108));

    private static Task<SimulatedVenue> Falling() => SimulatedVenue.StartAsync((100, 100, 100, 100), (100, 101, 90, 92));

    [Fact]
    public async Task Both_orders_of_an_oco_wait_for_the_same_funds()
    {
        await using var venue = await Rising();
        var (status, list, _) = await venue.SendAsync(HttpMethod.Post, "/api/v3/orderList/oco", Cancellation, Bracket);
        status.ShouldBe(200, list.ToString());
        (list.GetProperty("contingencyType").GetString(), list.GetProperty("listOrderStatus").GetString()).ShouldBe(("OCO", "EXECUTING"));
        list.GetProperty("orderReports").EnumerateArray().Select(o => o.GetProperty("type").GetString()).ShouldBe(["LIMIT_MAKER", "STOP_LOSS_LIMIT"]);
        // The account has one BTC.
        var account = (await venue.Spot.GetAccountAsync(venue.Key, Cancellation)).OrThrow().Balances!.Single(b => b.Asset == "BTC");
        (account.Free, account.Locked).ShouldBe((0m, 1m));
        (await venue.SendAsync(HttpMethod.Get, "/api/v3/openOrderList", Cancellation)).Body.GetArrayLength().ShouldBe(1);
        (await venue.SendAsync(HttpMethod.Post, "/api/v3/orderList/oco", Cancellation, Bracket)).Body.GetProperty("code").GetInt32().ShouldBe(-2010);
    }

    [Fact]
    public async Task The_take_profit_ends_the_stop()
    {
        await using var venue = await Rising();
        await venue.SendAsync(HttpMethod.Post, "/api/v3/orderList/oco", Cancellation, Bracket);
        venue.Minutes(2);
        (await StatusOf(venue, "take"), await StatusOf(venue, "stop")).ShouldBe(("FILLED", "EXPIRED"));
        (await venue.SendAsync(HttpMethod.Get, "/api/v3/orderList", Cancellation, ("listClientOrderId", "list"))).Body
            .GetProperty("listOrderStatus").GetString().ShouldBe("ALL_DONE");
        ListEvents(venue).ShouldBe(["EXECUTING", "ALL_DONE"]);
    }

    [Fact]
    public async Task The_triggered_stop_ends_the_take_profit()
    {
        await using var venue = await Falling();
        await venue.SendAsync(HttpMethod.Post, "/api/v3/orderList/oco", Cancellation, Bracket);
        venue.Minutes(2);
        (await StatusOf(venue, "take"), await StatusOf(venue, "stop")).ShouldBe(("EXPIRED", "FILLED"));
        ListEvents(venue).ShouldBe(["EXECUTING", "ALL_DONE"]);
    }

    [Theory]
    [InlineData("/api/v3/orderList", "listClientOrderId", "list")]
    [InlineData("/api/v3/order", "origClientOrderId", "take")]
    public async Task Who_cancels_one_cancels_both(string path, string name, string id)
    {
        await using var venue = await Rising();
        await venue.SendAsync(HttpMethod.Post, "/api/v3/orderList/oco", Cancellation, Bracket);
        (await venue.SendAsync(HttpMethod.Delete, path, Cancellation, ("symbol", "BTCUSDT"), (name, id))).Status.ShouldBe(200);
        (await StatusOf(venue, "take"), await StatusOf(venue, "stop")).ShouldBe(("CANCELED", "CANCELED"));
        (await venue.SendAsync(HttpMethod.Delete, "/api/v3/orderList", Cancellation, ("symbol", "BTCUSDT"), ("listClientOrderId", "list"))).Body
            .GetProperty("code").GetInt32().ShouldBe(-2011);
    }

    [Theory]
    [InlineData("/api/v3/orderList/oto")]
    [InlineData("/api/v3/orderList/otoco")]
    [InlineData("/api/v3/orderList/opo")]
    [InlineData("/api/v3/orderList/opoco")]
    [InlineData("/api/v3/order/oco")]
    public async Task Other_order_lists_are_refused_in_words(string path)
    {
        await using var venue = await Rising();
        var (status, body, _) = await venue.SendAsync(HttpMethod.Post, path, Cancellation, Bracket);
        (status, body.GetProperty("code").GetInt32()).ShouldBe((400, -1020));
        body.GetProperty("msg").GetString()!.ShouldContain("has OCO");
    }

    [Fact]
    public async Task An_oco_of_wrong_types_or_with_a_trailing_leg_is_refused()
    {
        await using var venue = await Rising();
        (string, string)[] wrong = [.. Bracket.Select(p => p.Item1 == "aboveType" ? ("aboveType", "STOP_LOSS_LIMIT") : p)];
        (await venue.SendAsync(HttpMethod.Post, "/api/v3/orderList/oco", Cancellation, wrong)).Body.GetProperty("code").GetInt32().ShouldBe(-1158);
        (await venue.SendAsync(HttpMethod.Post, "/api/v3/orderList/oco", Cancellation, [.. Bracket, ("belowTrailingDelta", "100")])).Body
            .GetProperty("msg").GetString().ShouldBe("Trailing stop orders are not supported for this symbol.");
    }

    private static async Task<string> StatusOf(SimulatedVenue venue, string id) =>
        (await venue.Spot.GetOrderAsync(venue.Key, "BTCUSDT", id, Cancellation)).OrThrow().Status!;

    private static string[] ListEvents(SimulatedVenue venue) =>
        [.. venue.Log("event").Select(e => e.GetProperty("event")).Where(e => e.GetProperty("e").GetString() == "listStatus").Select(e => e.GetProperty("L").GetString()!)];
}

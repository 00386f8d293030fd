using TradingBot.Exchange.Binance;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Tests.Exchange.Binance;
using TradingBot.Trading;

namespace TradingBot.Tests.Exchange.Simulator;

public sealed class SpotTradingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<SimulatedVenue> RisingThenFalling() =>
        SimulatedVenue.StartAsync((100, 100, 100, 100), (100, 110, 99, 108), (108, 109, 90, 91));

    private static OrderRequest Order(OrderType type, OrderSide side, string trigger = "0", string limit = "0", string quantity = "1", string id = "tb-1", bool isExit = false) =>
        TestVenue.Order(MarketType.Spot, type, side, trigger, limit, isExit, quantity, id);

    [Fact]
    public async Task A_market_order_fills_at_the_current_price_and_pays_its_commission_in_base()
    {
        await using var venue = await RisingThenFalling();
        var order = (await venue.Spot.PlaceAsync(venue.Key, Order(OrderType.Market, OrderSide.Buy), Cancellation)).OrThrow();
        order.Status.ShouldBe("FILLED");
        order.Fills!.ShouldHaveSingleItem().Price.ShouldBe(Fixed8.Parse("100"));
        var account = (await venue.Spot.GetAccountAsync(venue.Key, Cancellation)).OrThrow();
        account.Balances!.Single(b => b.Asset == "BTC").Free.ShouldBe(1.999m);
        account.Balances!.Single(b => b.Asset == "USDT").Free.ShouldBe(99_900m);

        // What was bought cannot be sold back in full: the commission was taken from it (here the account held some before).
        (await venue.Spot.PlaceAsync(venue.Key, Order(OrderType.Market, OrderSide.Sell, quantity: "2"), Cancellation)).Error!.ToString()
            .ShouldBe("Account has insufficient balance for requested action. (-2010)");
    }

    [Fact]
    public async Task A_stop_limit_order_triggers_and_fills_on_the_way()
    {
        await using var venue = await RisingThenFalling();
        (await venue.Spot.PlaceAsync(venue.Key, Order(OrderType.StopLimit, OrderSide.Buy, "105", "106"), Cancellation)).OrThrow().Status.ShouldBe("NEW");
        (await venue.Spot.GetOpenOrdersAsync(venue.Key, "BTCUSDT", Cancellation)).OrThrow().ShouldHaveSingleItem().IsWorking.ShouldBe(false);
        venue.Minutes(2);
        var order = (await venue.Spot.GetOrderAsync(venue.Key, "BTCUSDT", "tb-1", Cancellation)).OrThrow();
        order.Status.ShouldBe("FILLED");
        var trade = (await venue.Spot.GetTradesAsync(venue.Key, "BTCUSDT", order.OrderId, null, Cancellation)).OrThrow().ShouldHaveSingleItem();
        (trade.Price, trade.Commission, trade.CommissionAsset).ShouldBe((Fixed8.Parse("105"), 0.001m, "BTC"));
    }

    [Fact]
    public async Task Refusals_have_binances_codes()
    {
        await using var venue = await RisingThenFalling();
        async Task<string> Refused(OrderRequest order) => (await venue.Spot.PlaceAsync(venue.Key, order, Cancellation)).Error!.ToString();
        (await Refused(Order(OrderType.StopLimit, OrderSide.Buy, "99", "99"))).ShouldBe("Stop price would trigger immediately. (-2010)");
        (await Refused(Order(OrderType.Limit, OrderSide.Buy, limit: "99.001"))).ShouldBe("Filter failure: PRICE_FILTER (-1013)");
        (await Refused(Order(OrderType.Limit, OrderSide.Buy, limit: "99", quantity: "0.000001"))).ShouldBe("Filter failure: LOT_SIZE (-1013)");
        (await Refused(Order(OrderType.Limit, OrderSide.Buy, limit: "99", quantity: "0.01"))).ShouldBe("Filter failure: NOTIONAL (-1013)");
        (await Refused(Order(OrderType.Limit, OrderSide.Buy, limit: "1"))).ShouldBe("Filter failure: PERCENT_PRICE_BY_SIDE (-1013)");
        (await venue.Spot.CancelAsync(venue.Key, "BTCUSDT", "tb-9", Cancellation)).Error!.Failure.ShouldBe(BinanceFailure.OrderNotFound);
        (await venue.Spot.GetOrderAsync(venue.Key, "BTCUSDT", "tb-9", Cancellation)).Error!.Failure.ShouldBe(BinanceFailure.OrderNotFound);
    }

    [Fact]
    public async Task A_client_id_is_unique_among_open_orders_only()
    {
        await using var venue = await RisingThenFalling();
        (await venue.Spot.PlaceAsync(venue.Key, Order(OrderType.Limit, OrderSide.Buy, limit: "95", quantity: "0.1"), Cancellation)).IsOk.ShouldBeTrue();
        (await venue.Spot.PlaceAsync(venue.Key, Order(OrderType.Limit, OrderSide.Buy, limit: "95", quantity: "0.1"), Cancellation)).Error!.Failure.ShouldBe(BinanceFailure.Duplicate);
        (await venue.Spot.PlaceAsync(venue.Key, Order(OrderType.Market, OrderSide.Buy, quantity: "0.1", id: "tb-2"), Cancellation)).IsOk.ShouldBeTrue();
        (await venue.Spot.PlaceAsync(venue.Key, Order(OrderType.Market, OrderSide.Buy, quantity: "0.1", id: "tb-2"), Cancellation)).IsOk.ShouldBeTrue();
        venue.Log("fill").Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_stop_is_replaced_in_one_step()
    {
        await using var venue = await RisingThenFalling();
        (await venue.Spot.PlaceAsync(venue.Key, Order(OrderType.StopLimit, OrderSide.Sell, "95", "95", isExit: true), Cancellation)).OrThrow();
        var replaced = await venue.Spot.CancelReplaceAsync(venue.Key, "tb-1", Order(OrderType.StopLimit, OrderSide.Sell, "97", "97", id: "tb-2", isExit: true), Cancellation);
        replaced.ShouldBe(VenueAnswer.Accepted);
        (await venue.Spot.GetOpenOrdersAsync(venue.Key, "BTCUSDT", Cancellation)).OrThrow().ShouldHaveSingleItem().ClientOrderId.ShouldBe("tb-2");
        (await venue.Spot.CancelReplaceAsync(venue.Key, "tb-1", Order(OrderType.StopLimit, OrderSide.Sell, "98", "98", id: "tb-3"), Cancellation))
            .Outcome.ShouldBe(VenueOutcome.OrderNotOpen);
        (await venue.Spot.CancelReplaceAsync(venue.Key, "tb-2", Order(OrderType.StopLimit, OrderSide.Sell, "101", "101", id: "tb-3"), Cancellation))
            .ShouldBe(new(VenueOutcome.CancelledNotPlaced, "Stop price would trigger immediately. (-2010)"));
    }

    [Fact]
    public async Task An_order_is_tested_without_being_placed()
    {
        await using var venue = await RisingThenFalling();
        (await venue.Spot.TestAsync(venue.Key, Order(OrderType.StopLimit, OrderSide.Buy, "105", "106"), Cancellation)).Error.ShouldBeNull();
        (await venue.Spot.TestAsync(venue.Key, Order(OrderType.StopLimit, OrderSide.Buy, "99", "99"), Cancellation)).Error!.Code.ShouldBe(-2010);
        venue.Log("placed").ShouldBeEmpty();
        (await venue.Spot.GetPriceAsync("BTCUSDT", Cancellation)).OrThrow().Price.ShouldBe(Fixed8.Parse("100"));
    }

    [Fact]
    public async Task An_order_is_made_smaller_in_place()
    {
        await using var venue = await RisingThenFalling();
        var placed = (await venue.Spot.PlaceAsync(venue.Key, Order(OrderType.Limit, OrderSide.Buy, limit: "95", quantity: "2"), Cancellation)).OrThrow();
        var amended = (await venue.Spot.AmendAsync(venue.Key, "BTCUSDT", "tb-1", Fixed8.Parse("0.5"), Cancellation)).OrThrow().AmendedOrder!;
        (amended.OrderId, amended.ClientOrderId, amended.OrigQty).ShouldBe((placed.OrderId, "tb-1", Fixed8.Parse("0.5")));
        (await venue.Spot.AmendAsync(venue.Key, "BTCUSDT", "tb-1", Fixed8.Parse("3"), Cancellation)).Error!.Code.ShouldBe(-2038);
        (await venue.Spot.GetAllOrdersAsync(venue.Key, "BTCUSDT", placed.OrderId, Cancellation)).OrThrow().ShouldHaveSingleItem().OrigQty.ShouldBe(Fixed8.Parse("0.5"));
        var events = venue.Log("event").ConvertAll(e => e.GetProperty("event"));
        events.Where(e => e.GetProperty("e").GetString() == "executionReport").Select(e => e.GetProperty("x").GetString()).ShouldBe(["NEW", "REPLACED"]);
    }

    [Theory]
    [InlineData(OrderSide.Buy, "105")]
    [InlineData(OrderSide.Sell, "99.5")]
    public async Task A_stop_market_order_fills_where_it_triggers(OrderSide side, string trigger)
    {
        await using var venue = await RisingThenFalling();
        (await venue.Spot.PlaceAsync(venue.Key, Order(OrderType.StopMarket, side, trigger), Cancellation)).OrThrow().Status.ShouldBe("NEW");
        venue.Minutes(2);
        (await venue.Spot.GetTradesAsync(venue.Key, "BTCUSDT", null, null, Cancellation)).OrThrow().ShouldHaveSingleItem().Price.ShouldBe(Fixed8.Parse(trigger));
    }

    [Fact]
    public async Task Wrong_keys_signatures_and_clocks_are_refused()
    {
        await using var venue = await RisingThenFalling();
        using var stranger = TradingBot.Exchange.Binance.Signing.BinanceCredentials.Create("nobody", "test-secret");
        using var wrong = TradingBot.Exchange.Binance.Signing.BinanceCredentials.Create("test-key", "wrong");
        (await venue.Spot.GetAccountAsync(stranger, Cancellation)).Error!.Code.ShouldBe(-2015);
        (await venue.Spot.GetAccountAsync(wrong, Cancellation)).Error!.Code.ShouldBe(-1022);

        venue.Fault("""{"kind":"clock-skew","ms":90000,"count":1}""");
        await Poll.UntilAsync(() => Skewed(venue));
        (await venue.Spot.GetAccountAsync(venue.Key, Cancellation)).IsOk.ShouldBeTrue();
        venue.Log("request").Count(r => r.GetProperty("code").ValueKind != System.Text.Json.JsonValueKind.Null && r.GetProperty("code").GetInt32() == -1021).ShouldBe(1);
        venue.Spot.Connection.Clock.Offset.ShouldBeInRange(89_000, 91_000);
    }

    private static bool Skewed(SimulatedVenue venue)
    {
        using var http = new HttpClient();
        var text = http.GetStringAsync(new Uri(venue.Server.Address, "/api/v3/time"), Cancellation).GetAwaiter().GetResult();
        return System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("serverTime").GetInt64() > DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + 60_000;
    }
}

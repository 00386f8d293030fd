using TradingBot.Exchange.Binance;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Tests.Exchange.Binance;
using TradingBot.Trading;

namespace TradingBot.Tests.Exchange.Simulator;

public sealed class UsdmTradingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<SimulatedVenue> RisingThenFalling() =>
        SimulatedVenue.StartAsync((1000, 1000, 1000, 1000), (1000, 1100, 990, 1080), (1080, 1090, 900, 910));

    private static OrderRequest Order(OrderType type, OrderSide side, string trigger = "0", string limit = "0", string quantity = "1", string id = "tb-1", bool isExit = false) =>
        TestVenue.Order(MarketType.Usdm, type, side, trigger, limit, isExit, quantity, id);

    [Fact]
    public async Task A_stop_that_closes_the_position_is_sized_by_the_venue_and_goes_with_it()
    {
        await using var venue = await RisingThenFalling();
        (await venue.Usdm.SetLeverageAsync(venue.Key, "BTCUSDT", 10, Cancellation)).OrThrow().Leverage.ShouldBe(10);
        (await venue.Usdm.SetMarginTypeAsync(venue.Key, "BTCUSDT", true, Cancellation)).IsOk.ShouldBeTrue();
        (await venue.Usdm.SetMarginTypeAsync(venue.Key, "BTCUSDT", true, Cancellation)).IsOk.ShouldBeTrue();
        (await venue.Usdm.SetPositionModeAsync(venue.Key, false, Cancellation)).IsOk.ShouldBeTrue();
        (await venue.Usdm.PlaceAsync(venue.Key, Order(OrderType.Market, OrderSide.Buy), "BOTH", Cancellation)).OrThrow().Status.ShouldBe("FILLED");
        var stop = (await venue.Usdm.PlaceAlgoAsync(
            venue.Key, Order(OrderType.StopMarket, OrderSide.Sell, "950", id: "tb-2", isExit: true), "BOTH", true, Cancellation)).OrThrow();
        stop.IsOpen.ShouldBeTrue();
        (await venue.Usdm.GetPositionsAsync(venue.Key, "BTCUSDT", Cancellation)).OrThrow().ShouldHaveSingleItem().PositionAmt.ShouldBe(Fixed8.One);

        venue.Minutes(3);

        var done = (await venue.Usdm.GetAlgoOrderAsync(venue.Key, "tb-2", Cancellation)).OrThrow();
        (done.AlgoStatus, done.ActualPrice, done.ActualQty).ShouldBe(("FINISHED", 950m, Fixed8.One));
        (await venue.Usdm.GetPositionsAsync(venue.Key, "BTCUSDT", Cancellation)).OrThrow().ShouldHaveSingleItem().PositionAmt.ShouldBe(Fixed8.Zero);
        var trades = (await venue.Usdm.GetTradesAsync(venue.Key, "BTCUSDT", null, null, Cancellation)).OrThrow();
        trades.Length.ShouldBe(2);
        trades[1].RealizedPnl.ShouldBe(-50m);
        // 100,000 - 50 - 0.05 % of 1,000 and of 950.
        (await venue.Usdm.GetBalancesAsync(venue.Key, Cancellation)).OrThrow().ShouldHaveSingleItem().Balance.ShouldBe(99_949.025m);
    }

    [Fact]
    public async Task Exits_beyond_the_position_end_so_that_they_never_open_another()
    {
        await using var venue = await RisingThenFalling();
        (await venue.Usdm.PlaceAsync(venue.Key, Order(OrderType.Market, OrderSide.Buy), "BOTH", Cancellation)).OrThrow();
        async Task<string?> ExitAsync(string limit, string id) => (await venue.Usdm.PlaceAsync(
            venue.Key, Order(OrderType.Limit, OrderSide.Sell, limit: limit, id: id, isExit: true), "BOTH", Cancellation)).OrThrow().Status;
        async Task<string?> StatusOfAsync(string id) => (await venue.Usdm.GetOrderAsync(venue.Key, "BTCUSDT", id, Cancellation)).OrThrow().Status;

        (await ExitAsync("1090", "tb-2")).ShouldBe("NEW");
        (await ExitAsync("1050", "tb-3")).ShouldBe("NEW");
        (await StatusOfAsync("tb-2")).ShouldBe("EXPIRED");

        venue.Minutes(3);

        (await StatusOfAsync("tb-3")).ShouldBe("FILLED");
        (await venue.Usdm.GetPositionsAsync(venue.Key, "BTCUSDT", Cancellation)).OrThrow().Sum(static p => p.PositionAmt.ToDecimal()).ShouldBe(0m);
        (await venue.Usdm.GetTradesAsync(venue.Key, "BTCUSDT", null, null, Cancellation)).OrThrow().Length.ShouldBe(2);
    }

    [Fact]
    public async Task Of_two_stops_that_trigger_at_once_one_sells()
    {
        await using var venue = await RisingThenFalling();
        (await venue.Usdm.PlaceAsync(venue.Key, Order(OrderType.Market, OrderSide.Buy), "BOTH", Cancellation)).OrThrow();
        venue.Fault("""{"kind":"partial-fills","probability":1}""");
        foreach (var (id, at) in new[] { ("tb-2", "995"), ("tb-3", "996") })
            (await venue.Usdm.PlaceAlgoAsync(venue.Key, Order(OrderType.StopLimit, OrderSide.Sell, at, at, id: id, isExit: true), "BOTH", false, Cancellation)).OrThrow();

        venue.Minutes(3);

        var trades = (await venue.Usdm.GetTradesAsync(venue.Key, "BTCUSDT", null, null, Cancellation)).OrThrow();
        trades.Skip(1).Sum(static t => t.Qty.ToDecimal()).ShouldBe(1m);
        (await venue.Usdm.GetPositionsAsync(venue.Key, "BTCUSDT", Cancellation)).OrThrow().Sum(static p => p.PositionAmt.ToDecimal()).ShouldBe(0m);
        (await venue.Usdm.GetOpenOrdersAsync(venue.Key, "BTCUSDT", Cancellation)).OrThrow().ShouldBeEmpty();
    }

    [Fact]
    public async Task Conditional_orders_are_refused_at_the_order_endpoint()
    {
        await using var venue = await RisingThenFalling();
        var result = await venue.Usdm.PlaceAsync(venue.Key, Order(OrderType.StopMarket, OrderSide.Sell, "950"), "BOTH", Cancellation);
        result.Error!.Code.ShouldBe(-4120);
    }

    [Fact]
    public async Task Refusals_have_binances_codes()
    {
        await using var venue = await RisingThenFalling();
        async Task<int> Refused(OrderRequest order) => (await venue.Usdm.PlaceAsync(venue.Key, order, "BOTH", Cancellation)).Error!.Code;
        (await Refused(Order(OrderType.Limit, OrderSide.Buy, limit: "950", quantity: "0.05"))).ShouldBe(-4164);
        (await Refused(Order(OrderType.Market, OrderSide.Sell, isExit: true))).ShouldBe(-2022);
        await venue.Usdm.SetLeverageAsync(venue.Key, "BTCUSDT", 1, Cancellation);
        (await Refused(Order(OrderType.Market, OrderSide.Buy, quantity: "101"))).ShouldBe(-2019);
        var stop = await venue.Usdm.PlaceAlgoAsync(venue.Key, Order(OrderType.StopMarket, OrderSide.Sell, "1010", quantity: "1"), "BOTH", false, Cancellation);
        stop.Error!.ToAnswer().Outcome.ShouldBe(VenueOutcome.RefusedWouldTrigger);
    }

    [Fact]
    public async Task The_countdown_cancels_entries()
    {
        await using var venue = await RisingThenFalling();
        (await venue.Usdm.PlaceAsync(venue.Key, Order(OrderType.Limit, OrderSide.Buy, limit: "950"), "BOTH", Cancellation)).OrThrow();
        (await venue.Usdm.PlaceAlgoAsync(venue.Key, Order(OrderType.StopMarket, OrderSide.Buy, "1050", id: "tb-2"), "BOTH", false, Cancellation)).OrThrow();
        (await venue.Usdm.Countdown.ArmAsync(venue.Key, "BTCUSDT", TimeSpan.FromMilliseconds(50), Cancellation)).IsOk.ShouldBeTrue();
        await Poll.UntilAsync(() => venue.Log("ended"), static log => log.Count >= 2);
        (await venue.Usdm.GetOpenOrdersAsync(venue.Key, "BTCUSDT", Cancellation)).OrThrow().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_countdown_is_stopped_before_a_protective_stop_goes_out_and_stays_away_from_it()
    {
        var time = new ManualTimeProvider();
        await using var venue = await SimulatedVenue.StartAsync(new() { Speed = 0 }, time);
        (await venue.Usdm.Countdown.ArmAsync(venue.Key, "BTCUSDT", TimeSpan.FromMinutes(2), Cancellation)).IsOk.ShouldBeTrue();
        (await venue.Usdm.PlaceAsync(venue.Key, Order(OrderType.Market, OrderSide.Buy), "BOTH", Cancellation)).OrThrow();
        var low = (venue.Price(MarketType.Usdm) * 0.9m).ToString("0", System.Globalization.CultureInfo.InvariantCulture);
        (await venue.Usdm.PlaceAlgoAsync(venue.Key, Order(OrderType.StopMarket, OrderSide.Sell, low, id: "tb-2", isExit: true), "BOTH", false, Cancellation)).OrThrow();
        venue.Log("request").Select(r => r.GetProperty("request").GetString()).TakeLast(2)
            .ShouldBe(["POST /fapi/v1/countdownCancelAll", "POST /fapi/v1/algoOrder"]);

        time.Advance(TimeSpan.FromMinutes(3));
        (await venue.Usdm.GetOpenAlgoOrdersAsync(venue.Key, "BTCUSDT", Cancellation)).OrThrow().ShouldHaveSingleItem().ClientAlgoId.ShouldBe("tb-2");
        (await venue.Usdm.Countdown.ArmAsync(venue.Key, "BTCUSDT", TimeSpan.FromMinutes(2), Cancellation)).Error!.Message.ShouldContain("protective stop");
        (await venue.Usdm.CancelAlgoAsync(venue.Key, "tb-2", Cancellation)).IsOk.ShouldBeTrue();
        (await venue.Usdm.Countdown.ArmAsync(venue.Key, "BTCUSDT", TimeSpan.FromMinutes(2), Cancellation)).Error!.Message.ShouldContain("has a position");
        (await venue.Usdm.Countdown.StopAsync(venue.Key, "BTCUSDT", Cancellation)).OrThrow().CountdownTime.ShouldBe("0");
    }

    [Theory]
    [InlineData("STOP", OrderSide.Buy, "1050", "1060", 1050)]
    [InlineData("STOP_MARKET", OrderSide.Buy, "1050", "0", 1050)]
    [InlineData("TAKE_PROFIT", OrderSide.Buy, "995", "996", 995)]
    [InlineData("TAKE_PROFIT_MARKET", OrderSide.Buy, "995", "0", 995)]
    [InlineData("STOP", OrderSide.Sell, "995", "994", 995)]
    [InlineData("TAKE_PROFIT_MARKET", OrderSide.Sell, "1050", "0", 1050)]
    public async Task Every_conditional_type_is_placed_queried_and_triggered(string type, OrderSide side, string trigger, string limit, decimal price)
    {
        await using var venue = await RisingThenFalling();
        var placed = (await venue.Usdm.PlaceAlgoAsync(venue.Key, Order(OrderType.StopLimit, side, trigger, limit), "BOTH", false, Cancellation, type)).OrThrow();
        (placed.OrderType, placed.AlgoStatus, placed.TriggerPrice).ShouldBe((type, "NEW", Fixed8.Parse(trigger)));
        (await venue.Usdm.GetOpenAlgoOrdersAsync(venue.Key, null, Cancellation)).OrThrow().ShouldHaveSingleItem().AlgoId.ShouldBe(placed.AlgoId);
        venue.Minutes(2);
        var done = (await venue.Usdm.GetAlgoOrderAsync(venue.Key, "tb-1", Cancellation)).OrThrow();
        (done.AlgoStatus, done.ActualPrice, done.ActualQty).ShouldBe(("FINISHED", price, Fixed8.One));
        (await venue.Usdm.GetAllAlgoOrdersAsync(venue.Key, "BTCUSDT", Cancellation)).OrThrow().ShouldHaveSingleItem().ActualOrderId.ShouldNotBeEmpty();
        (await venue.Usdm.GetTradesAsync(venue.Key, "BTCUSDT", null, null, Cancellation)).OrThrow().ShouldHaveSingleItem().Price.ToDecimal().ShouldBe(price);
    }

    [Fact]
    public async Task A_trailing_stop_follows_the_price_and_fills_when_it_comes_back()
    {
        // 1,000 up to 1,100 and down: 2 % below the top is 1,078.
        await using var venue = await RisingThenFalling();
        (await venue.Usdm.PlaceAsync(venue.Key, Order(OrderType.Market, OrderSide.Buy), "BOTH", Cancellation)).OrThrow();
        var placed = (await venue.Usdm.PlaceTrailingAsync(
            venue.Key, Order(OrderType.StopMarket, OrderSide.Sell, "1020", id: "tb-2", isExit: true), Fixed8.Parse("2"), "BOTH", Cancellation)).OrThrow();
        (placed.OrderType, placed.IsOpen).ShouldBe(("TRAILING_STOP_MARKET", true));
        venue.Minutes(1.5);
        (await venue.Usdm.GetAlgoOrderAsync(venue.Key, "tb-2", Cancellation)).OrThrow().AlgoStatus.ShouldBe("NEW");
        venue.Minutes(1.5);
        var done = (await venue.Usdm.GetAlgoOrderAsync(venue.Key, "tb-2", Cancellation)).OrThrow();
        (done.AlgoStatus, done.ActualPrice).ShouldBe(("FINISHED", 1078m));

        async Task<int> Refused(string rate, string from) => (await venue.Usdm.PlaceTrailingAsync(
            venue.Key, Order(OrderType.StopMarket, OrderSide.Sell, from, id: "tb-3"), Fixed8.Parse(rate), "BOTH", Cancellation)).Error!.Code;
        (await Refused("0.05", "0")).ShouldBe(-1130);
        (await Refused("1", "500")).ShouldBe(-2021);
    }

    [Fact]
    public async Task Hedge_mode_takes_a_side_with_every_order_and_says_so_where_it_is_missing()
    {
        await using var venue = await RisingThenFalling();
        (await venue.Usdm.GetPositionModeAsync(venue.Key, Cancellation)).OrThrow().DualSidePosition.ShouldBeFalse();
        (await venue.Usdm.SetPositionModeAsync(venue.Key, true, Cancellation)).IsOk.ShouldBeTrue();
        (await venue.Usdm.SetPositionModeAsync(venue.Key, true, Cancellation)).IsOk.ShouldBeTrue();
        (await venue.Usdm.GetPositionModeAsync(venue.Key, Cancellation)).OrThrow().DualSidePosition.ShouldBeTrue();

        var oneWay = await venue.Usdm.PlaceAsync(venue.Key, Order(OrderType.Market, OrderSide.Buy), "BOTH", Cancellation);
        oneWay.Error!.ToAnswer().ShouldBe(new(VenueOutcome.Refused, "Order's position side does not match user's setting. (-4061)"));
        (await venue.Usdm.PlaceAsync(venue.Key, Order(OrderType.Market, OrderSide.Buy), "LONG", Cancellation)).OrThrow().Status.ShouldBe("FILLED");
        (await venue.Usdm.PlaceAsync(venue.Key, Order(OrderType.Market, OrderSide.Sell, id: "tb-2"), "SHORT", Cancellation)).OrThrow().Status.ShouldBe("FILLED");
        (await venue.Usdm.GetPositionsAsync(venue.Key, "BTCUSDT", Cancellation)).OrThrow()
            .Select(p => (p.PositionSide, p.PositionAmt)).ShouldBe([("LONG", Fixed8.One), ("SHORT", -Fixed8.One)], ignoreOrder: true);

        (await venue.Usdm.PlaceAlgoAsync(
            venue.Key, Order(OrderType.StopMarket, OrderSide.Sell, "950", id: "tb-3", isExit: true), "LONG", true, Cancellation)).OrThrow();
        (await venue.Usdm.SetPositionModeAsync(venue.Key, false, Cancellation)).Error!.Code.ShouldBe(-4068);
        venue.Minutes(3);
        (await venue.Usdm.GetPositionsAsync(venue.Key, null, Cancellation)).OrThrow().ShouldHaveSingleItem().PositionSide.ShouldBe("SHORT");
    }

    [Fact]
    public async Task Leverage_margin_type_and_risk_are_what_was_set()
    {
        await using var venue = await RisingThenFalling();
        (await venue.Usdm.SetLeverageAsync(venue.Key, "BTCUSDT", 126, Cancellation)).Error!.Code.ShouldBe(-4028);
        (await venue.Usdm.SetLeverageAsync(venue.Key, "BTCUSDT", 7, Cancellation)).OrThrow().Leverage.ShouldBe(7);
        (await venue.Usdm.SetMarginTypeAsync(venue.Key, "BTCUSDT", true, Cancellation)).IsOk.ShouldBeTrue();
        (await venue.Usdm.PlaceAsync(venue.Key, Order(OrderType.Market, OrderSide.Buy, quantity: "2"), "BOTH", Cancellation)).OrThrow();
        venue.Minutes(2);
        var risk = (await venue.Usdm.GetPositionsAsync(venue.Key, "BTCUSDT", Cancellation)).OrThrow().ShouldHaveSingleItem();
        (risk.EntryPrice, risk.MarkPrice, risk.UnRealizedProfit).ShouldBe((1000m, 1080m, 160m));
        (risk.Leverage, risk.MarginType).ShouldBe(("7", "isolated"));
    }

    [Fact]
    public async Task A_limit_order_is_amended_in_place_and_prices_are_told()
    {
        await using var venue = await RisingThenFalling();
        (await venue.Usdm.GetPriceAsync("BTCUSDT", Cancellation)).OrThrow().Price.ShouldBe(Fixed8.Parse("1000"));
        (await venue.Usdm.PlaceAsync(venue.Key, Order(OrderType.Limit, OrderSide.Buy, limit: "950"), "BOTH", Cancellation)).OrThrow();
        var amended = (await venue.Usdm.AmendAsync(venue.Key, Order(OrderType.Limit, OrderSide.Buy, limit: "960", quantity: "2"), Cancellation)).OrThrow();
        (amended.Price, amended.OrigQty).ShouldBe((Fixed8.Parse("960"), Fixed8.Parse("2")));
        (await venue.Usdm.GetOrderAsync(venue.Key, "BTCUSDT", "tb-1", Cancellation)).OrThrow().Price.ShouldBe(Fixed8.Parse("960"));
        (await venue.Usdm.GetOpenOrdersAsync(venue.Key, null, Cancellation)).OrThrow().ShouldHaveSingleItem();
        (await venue.Usdm.CancelAsync(venue.Key, "BTCUSDT", "tb-1", Cancellation)).OrThrow().Status.ShouldBe("CANCELED");
        (await venue.Usdm.GetAllOrdersAsync(venue.Key, "BTCUSDT", Cancellation)).OrThrow().ShouldHaveSingleItem().Status.ShouldBe("CANCELED");
        (await venue.Usdm.CancelAsync(venue.Key, "BTCUSDT", "tb-1", Cancellation)).Error!.Failure.ShouldBe(BinanceFailure.OrderNotFound);
    }
}

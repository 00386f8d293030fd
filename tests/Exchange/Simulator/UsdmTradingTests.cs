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
    public async Task The_countdown_cancels_entries_and_no_stop()
    {
        await using var venue = await RisingThenFalling();
        (await venue.Usdm.PlaceAsync(venue.Key, Order(OrderType.Limit, OrderSide.Buy, limit: "950"), "BOTH", Cancellation)).OrThrow();
        (await venue.Usdm.PlaceAlgoAsync(venue.Key, Order(OrderType.StopMarket, OrderSide.Buy, "1050", id: "tb-2"), "BOTH", false, Cancellation)).OrThrow();
        (await venue.Usdm.CountdownCancelEntriesAsync(venue.Key, "BTCUSDT", TimeSpan.FromMilliseconds(50), Cancellation)).IsOk.ShouldBeTrue();
        await SimulatedVenue.UntilAsync(() => venue.Log("ended").Count == 1, Cancellation);
        (await venue.Usdm.GetOpenOrdersAsync(venue.Key, "BTCUSDT", Cancellation)).OrThrow().ShouldBeEmpty();
        (await venue.Usdm.GetOpenAlgoOrdersAsync(venue.Key, "BTCUSDT", Cancellation)).OrThrow().ShouldHaveSingleItem();
    }
}

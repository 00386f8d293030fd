using TradingBot.Exchange.Binance;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Simulator;
using TradingBot.Trading;

namespace TradingBot.Tests.Exchange.Simulator;

/// <summary>How a trader learns where its orders stand: with as few requests as possible, and without missing anything.</summary>
public sealed class ReconcileTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<SimulatedVenue> Market() => SimulatedVenue.StartAsync((1000, 1000, 1000, 1000), (1000, 1100, 990, 1080), (1080, 1090, 900, 910));

    [Theory]
    [InlineData(MarketType.Spot)]
    [InlineData(MarketType.Usdm)]
    public async Task An_order_that_rests_as_it_was_left_costs_one_light_look_and_is_heard_of_from_then_on(MarketType market)
    {
        await using var venue = await Market();
        await PlaceAndLeaveAsync(venue, market);
        await using var after = await TraderSession.OpenAsync(venue, market, Cancellation);
        after.Exchange.Resume(0, [(1, Fixed8.Zero)]);
        await after.BookAsync();
        Heavy(venue).ShouldBe(HeavyBefore);

        // So does a broken stream.
        venue.Fault("""{"kind":"drop-sockets","count":1}""");
        await Poll.UntilAsync(() => !after.Exchange.IsConnected);
        await Poll.UntilAsync(() => after.Exchange.IsConnected);
        await after.BookAsync();
        Heavy(venue).ShouldBe(HeavyBefore);

        venue.Minutes(2);
        await after.BookAsync(2, Cancellation);
        after.Booked.Select(r => r.Kind).ShouldBe([ExecutionKind.Triggered, ExecutionKind.Fill]);
    }

    [Theory]
    [InlineData(MarketType.Spot, true)]
    [InlineData(MarketType.Usdm, true)]
    [InlineData(MarketType.Spot, false)]
    [InlineData(MarketType.Usdm, false)]
    public async Task What_has_happened_meanwhile_is_asked_for(MarketType market, bool knowsTheOrder)
    {
        await using var venue = await Market();
        await PlaceAndLeaveAsync(venue, market);
        venue.Minutes(2);
        await using var after = await TraderSession.OpenAsync(venue, market, Cancellation);
        // A state from a backup may know of no order at all.
        after.Exchange.Resume(0, knowsTheOrder ? [(1, Fixed8.Zero)] : []);
        await after.BookAsync();
        after.Booked.Select(r => r.Kind).ShouldBe([ExecutionKind.Triggered, ExecutionKind.Fill]);
    }

    [Fact]
    public async Task An_order_that_the_venue_has_forgotten_with_its_account_has_ended()
    {
        var time = new ManualTimeProvider();
        await using var venue = await SimulatedVenue.StartAsync(new SimulatorOptions { Speed = 0 }, time);
        var trigger = decimal.Round(venue.Price(MarketType.Spot) * 1.1m).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await using var trader = await TraderSession.OpenAsync(venue, MarketType.Spot, Cancellation);
        await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.StopLimit, OrderSide.Buy, trigger, trigger, "0.1"));
        await trader.BookAsync();
        venue.Fault("""{"kind":"wipe-account","count":1}""");
        await time.AdvanceUntilAsync(() => venue.Log("wiped").Count == 1, TimeSpan.FromMilliseconds(50));

        (await trader.Exchange.SurveyAsync(withHolding: true)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            s => s.Own.ShouldBeEmpty(), s => s.Holding.ShouldBe(Fixed8.One, "what the account started with"));
        (await trader.BookAsync()).Reports.ShouldBeEmpty();
        trader.Booked.ShouldBeEmpty("a list may lag behind");
        time.Advance(TimeSpan.FromSeconds(10));
        await trader.Exchange.SurveyAsync(withHolding: false);
        await trader.BookAsync();
        trader.Booked.ShouldHaveSingleItem().Kind.ShouldBe(ExecutionKind.Ended);
    }

    [Fact]
    public async Task A_stop_that_rests_for_longer_than_lists_reach_back_is_not_forgotten()
    {
        var time = new ManualTimeProvider();
        await using var venue = await SimulatedVenue.StartAsync(new SimulatorOptions { Speed = 0 }, time);
        var trigger = decimal.Round(venue.Price(MarketType.Usdm) / 10).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await using var trader = await TraderSession.OpenAsync(venue, MarketType.Usdm, Cancellation);
        await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.Market, OrderSide.Buy));
        await trader.Exchange.PlaceAsync(trader.Order(2, OrderType.StopLimit, OrderSide.Sell, trigger, trigger));
        await trader.BookAsync(1, Cancellation);
        venue.Minutes(8 * 24 * 60);
        (await venue.Usdm.GetAllAlgoOrdersAsync(venue.Key, "BTCUSDT", Cancellation)).OrThrow().ShouldBeEmpty();

        for (var look = 0; look < 3; look++)
        {
            trader.Exchange.Distrust();
            await trader.BookAsync();
            time.Advance(TimeSpan.FromSeconds(11));
        }

        trader.Booked.ShouldHaveSingleItem().Kind.ShouldBe(ExecutionKind.Fill);
        (await trader.Exchange.SurveyAsync(withHolding: false)).ShouldNotBeNull().Own.ShouldBe([2]);
    }

    [Fact]
    public async Task After_five_queries_without_an_answer_the_lists_decide()
    {
        await using var venue = await Market();
        await using var trader = await TraderSession.OpenAsync(venue, MarketType.Spot, Cancellation);
        await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.Market, OrderSide.Buy));
        await trader.Exchange.PlaceAsync(trader.Order(2, OrderType.StopLimit, OrderSide.Sell, "940", "940", "0.9"));
        venue.Fault("""{"kind":"http-error","method":"GET","path":"/api/v3/order","status":400,"code":-1100,"executed":false}""");
        foreach (var (order, knowledge) in new[] { (1, VenueKnowledge.Closed), (2, VenueKnowledge.Open), (3, VenueKnowledge.Unknown) })
        {
            for (var query = 0; query < 5; query++)
                await Should.ThrowAsync<BinanceException>(() => trader.Exchange.FindAsync(order));
            (await trader.Exchange.FindAsync(order)).ShouldBe(knowledge);
        }
    }

    [Theory]
    [InlineData(MarketType.Spot)]
    [InlineData(MarketType.Usdm)]
    public async Task A_look_tells_own_orders_from_foreign_ones_and_what_is_held(MarketType market)
    {
        await using var venue = await Market();
        await using var trader = await TraderSession.OpenAsync(venue, market, Cancellation);
        await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.Market, OrderSide.Buy));
        await trader.Exchange.PlaceAsync(trader.Order(2, OrderType.StopLimit, OrderSide.Sell, "940", "940", "0.9"));
        var path = market == MarketType.Spot ? "/api/v3/order" : "/fapi/v1/order";
        await venue.SendAsync(
            HttpMethod.Post, path, Cancellation,
            ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "LIMIT"), ("timeInForce", "GTC"), ("quantity", "0.5"), ("price", "900"), ("newClientOrderId", "by-hand"));
        await trader.BookAsync();
        var survey = (await trader.Exchange.SurveyAsync(withHolding: true)).ShouldNotBeNull();
        survey.Own.ShouldBe([2]);
        survey.Foreign.ShouldBe([new ForeignOrder("by-hand", OrderSide.Buy, "LIMIT", Fixed8.Parse("0.5"), Fixed8.Parse("900"), Fixed8.Zero)]);
        // On spot the account had one before, and pays its commission from what it buys.
        survey.Holding.ShouldBe(Fixed8.Parse(market == MarketType.Spot ? "1.999" : "1"));
    }

    private const int HeavyBefore = 1;

    // Lists of all orders: by the first life, which knew nothing.
    private static int Heavy(SimulatedVenue venue) =>
        venue.Log("request").Count(r => r.GetProperty("request").GetString()!.EndsWith("/allOrders", StringComparison.Ordinal));

    private static async Task PlaceAndLeaveAsync(SimulatedVenue venue, MarketType market)
    {
        await using var before = await TraderSession.OpenAsync(venue, market, Cancellation);
        await before.BookAsync();
        (await before.Exchange.PlaceAsync(before.Order(1, OrderType.StopLimit, OrderSide.Buy, "1050", "1060"))).ShouldBe(VenueAnswer.Accepted);
    }
}

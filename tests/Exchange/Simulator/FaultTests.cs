using TradingBot.Exchange.Binance;
using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Exchange.Simulator;

/// <summary>Each fault of the simulator, and what the trader sees of it.</summary>
public sealed class FaultTests
{
    private const string Place = "\"method\":\"POST\",\"path\":\"/api/v3/order\",\"count\":1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<SimulatedVenue> Market() =>
        SimulatedVenue.StartAsync((1000, 1000, 1000, 1000), (1000, 1100, 990, 1080), (1080, 1090, 900, 910), (910, 920, 905, 915));

    [Theory]
    [InlineData("answer-lost", "")]
    [InlineData("http-error", ",\"status\":502")]
    [InlineData("unknown-1007", "")]
    public async Task An_order_whose_answer_is_lost_is_unknown_then_found_and_never_doubled(string kind, string more)
    {
        await using var venue = await Market();
        await using var trader = await TraderSession.OpenAsync(venue, MarketType.Spot, Cancellation);
        venue.Fault($$"""{"kind":"{{kind}}",{{Place}}{{more}}}""");
        var order = trader.Order(1, OrderType.Market, OrderSide.Buy);
        (await trader.Exchange.PlaceAsync(order)).Outcome.ShouldBe(VenueOutcome.Unknown);
        (await trader.Exchange.FindAsync(1)).ShouldBe(VenueKnowledge.Closed);
        (await trader.Exchange.PlaceAsync(order)).Outcome.ShouldBe(VenueOutcome.Accepted);
        await trader.BookAsync(1, Cancellation);
        trader.Booked.ShouldHaveSingleItem().Kind.ShouldBe(ExecutionKind.Fill);
        venue.Log("fill").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("timeout-before", ",\"ms\":50")]
    [InlineData("http-error", ",\"status\":503,\"executed\":false")]
    [InlineData("unknown-1007", ",\"executed\":false")]
    public async Task An_order_that_never_arrived_is_unknown_then_known_not_to_be_there(string kind, string more)
    {
        await using var venue = await Market();
        await using var trader = await TraderSession.OpenAsync(venue, MarketType.Spot, Cancellation);
        venue.Fault($$"""{"kind":"{{kind}}",{{Place}}{{more}}}""");
        var order = trader.Order(1, OrderType.Market, OrderSide.Buy);
        (await trader.Exchange.PlaceAsync(order)).Outcome.ShouldBe(VenueOutcome.Unknown);
        (await trader.Exchange.FindAsync(1)).ShouldBe(VenueKnowledge.Unknown);
        venue.Log("placed").ShouldBeEmpty();
        (await trader.Exchange.PlaceAsync(order)).Outcome.ShouldBe(VenueOutcome.Accepted);
        venue.Log("fill").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("rate-limit")]
    [InlineData("ban")]
    public async Task Rate_limits_refuse_the_order_and_stop_all_requests_until_their_end(string kind)
    {
        await using var venue = await Market();
        await using var trader = await TraderSession.OpenAsync(venue, MarketType.Spot, Cancellation);
        venue.Fault($$"""{"kind":"{{kind}}",{{Place}},"ms":30000}""");
        var answer = await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.Market, OrderSide.Buy));
        answer.Outcome.ShouldBe(VenueOutcome.TryLater);
        answer.Reason.ShouldContain("weight used");
        var requests = venue.Log("request").Count;
        (await trader.Exchange.CancelAsync(1)).Reason.ShouldContain("weight limit is used up until");
        venue.Log("request").Count.ShouldBe(requests);
    }

    [Theory]
    [InlineData("duplicate-events", 0)]
    [InlineData("late-events", 100)]
    [InlineData("reorder-events", 0)]
    [InlineData("lost-events", 0)]
    public async Task Doubled_late_swapped_and_lost_events_change_no_booking(string kind, int ms)
    {
        await using var venue = await Market();
        await using var trader = await TraderSession.OpenAsync(venue, MarketType.Spot, Cancellation);
        await trader.BookAsync();
        await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.StopLimit, OrderSide.Buy, "1050", "1060"));
        venue.Fault($$"""{"kind":"{{kind}}","ms":{{ms}}}""");
        venue.Minutes(2);

        // What is lost without a break of the stream is found by the check of open orders.
        await trader.BookAsync(2, Cancellation);
        trader.Booked.Count(r => r.Kind == ExecutionKind.Fill).ShouldBe(1);
        trader.Booked.Sum(r => r.Quantity.ToDecimal()).ShouldBe(1);
    }

    [Fact]
    public async Task A_user_stream_that_falls_silent_loses_no_fill()
    {
        await using var venue = await Market();
        await using var trader = await TraderSession.OpenAsync(venue, MarketType.Spot, Cancellation);
        await trader.BookAsync();
        await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.StopLimit, OrderSide.Buy, "1050", "1060"));
        venue.Fault("""{"kind":"freeze-sockets","ms":600000,"count":1}""");
        await Poll.UntilAsync(() => venue.Log("fault"), static log => log.Count >= 1);
        venue.Minutes(2);
        await trader.BookAsync(2, Cancellation);
        trader.Booked.Count(r => r.Kind == ExecutionKind.Fill).ShouldBe(1);
    }

    [Theory]
    [InlineData("duplicate-frames", 0.3)]
    [InlineData("reorder-frames", 0.3)]
    [InlineData("lost-frames", 0.1)]
    public async Task Doubled_swapped_and_lost_klines_are_seen_once_and_in_order(string kind, double probability)
    {
        await using var venue = await SimulatedVenue.StartAsync();
        await using var feed = venue.Feed();
        await using var series = new SequencedSeries(CandleSeries.Parse("spot:BTCUSDT/1m"), feed);
        await series.StartAsync(Cancellation);
        await Poll.UntilAsync(() => venue.Log("subscribe"), static log => log.Count >= 1);
        venue.Minutes(1.1);
        await Poll.UntilAsync(() => series.Seen.Length == 1);
        var first = series.Seen[0].OpenTime;
        venue.Fault(string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""{"kind":"{{kind}}","probability":{{probability}}}"""));
        venue.Minutes(200);
        // Of what is lost at the very end only the next frame tells.
        venue.Server.SetFaults("{}");
        venue.Minutes(1);
        await Poll.UntilAsync(() => series.Last == first + 201 * 60_000L);
        series.Seen.Select(c => c.OpenTime).ShouldBe(Enumerable.Range(0, 202).Select(i => first + i * 60_000L));
    }

    [Fact]
    public async Task An_order_sent_by_a_wrong_clock_arrives_once_all_the_same()
    {
        await using var venue = await Market();
        await using var trader = await TraderSession.OpenAsync(venue, MarketType.Spot, Cancellation);
        venue.Fault("""{"kind":"clock-skew","ms":-90000,"count":1}""");
        await Poll.UntilAsync(() => venue.Log("fault"), static log => log.Count >= 1);
        (await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.Market, OrderSide.Buy))).ShouldBe(VenueAnswer.Accepted);
        venue.Log("fill").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Broken_sockets_lose_no_fill()
    {
        await using var venue = await Market();
        await using var trader = await TraderSession.OpenAsync(venue, MarketType.Spot, Cancellation);
        await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.StopLimit, OrderSide.Buy, "1050", "1060"));
        venue.Fault("""{"kind":"drop-sockets","count":1}""");
        await Poll.UntilAsync(() => !trader.Exchange.IsConnected);
        venue.Minutes(2);
        await trader.BookAsync(2, Cancellation);
        await Poll.UntilAsync(() => trader.Exchange.IsConnected);
        await trader.BookAsync();
        trader.Booked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Frozen_sockets_are_noticed_by_their_silence()
    {
        await using var venue = await SimulatedVenue.StartAsync();
        await using var feed = venue.Feed(new() { Silence = TimeSpan.FromMilliseconds(400), FirstBackoff = TimeSpan.FromMilliseconds(20) });
        var sink = new CollectingSink(1_000);
        await using var subscription = await feed.SubscribeAsync(CandleSeries.Parse("spot:BTCUSDT/1m"), null, sink, Cancellation);
        await sink.StateAsync(Cancellation);
        venue.Minutes(1.1);
        var first = (await sink.TakeAsync(1, Cancellation))[0];
        venue.Fault("""{"kind":"freeze-sockets","ms":60000,"count":1}""");
        (await sink.StateAsync(Cancellation)).Reason.ShouldContain("no frame for");
        venue.Server.SetFaults("{}");
        venue.Minutes(2);
        var seen = new HashSet<long> { first.OpenTime };
        while (seen.Count < 3)
            seen.Add((await sink.TakeAsync(1, Cancellation))[0].OpenTime);
    }

    [Fact]
    public async Task A_partial_fill_is_reported_in_its_parts()
    {
        await using var venue = await Market();
        await using var trader = await TraderSession.OpenAsync(venue, MarketType.Spot, Cancellation);
        venue.Fault("""{"kind":"partial-fills"}""");
        await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.StopLimit, OrderSide.Buy, "1050", "1060"));
        venue.Minutes(1.9);
        await trader.BookAsync(2, Cancellation);
        trader.Booked[^1].Status.ShouldBe(OrderStatus.PartiallyFilled);
        trader.Booked[^1].Quantity.ShouldBe(Fixed8.Parse("0.5"));
        venue.Minutes(1);
        await trader.BookAsync(3, Cancellation);
        trader.Booked[^1].Status.ShouldBe(OrderStatus.Filled);
    }

    [Fact]
    public async Task A_refused_stop_says_why()
    {
        await using var venue = await Market();
        await using var trader = await TraderSession.OpenAsync(venue, MarketType.Spot, Cancellation);
        venue.Fault("""{"kind":"refuse-stops","count":1}""");
        (await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.StopLimit, OrderSide.Sell, "990", "990")))
            .ShouldBe(new(VenueOutcome.Refused, "This action is disabled on this account. (-2010)"));
        (await trader.Exchange.PlaceAsync(trader.Order(2, OrderType.StopLimit, OrderSide.Sell, "990", "990"))).ShouldBe(VenueAnswer.Accepted);
    }

    [Fact]
    public async Task A_wiped_account_no_longer_has_the_order()
    {
        await using var venue = await Market();
        await using var trader = await TraderSession.OpenAsync(venue, MarketType.Spot, Cancellation);
        await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.StopLimit, OrderSide.Sell, "990", "990"));
        venue.Fault("""{"kind":"wipe-account","count":1}""");
        await Poll.UntilAsync(() => venue.Log("wiped"), static log => log.Count >= 1);
        (await trader.Exchange.CancelAsync(1)).Outcome.ShouldBe(VenueOutcome.OrderNotOpen);
        (await trader.Exchange.FindAsync(1)).ShouldBe(VenueKnowledge.Unknown);
    }

    [Fact]
    public void A_fault_that_does_not_exist_is_refused_by_name() =>
        Should.Throw<FormatException>(() => new TradingBot.Simulator.Faults.FaultPlan(1).Set("""{"faults":[{"kind":"nonsense"}]}"""))
            .Message.ShouldContain("There is no fault 'nonsense'");
}

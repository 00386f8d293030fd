using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Exchange.Simulator;

public sealed class BinanceExchangeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<SimulatedVenue> Market() =>
        SimulatedVenue.StartAsync((1000, 1000, 1000, 1000), (1000, 1100, 990, 1080), (1080, 1090, 900, 910), (910, 920, 905, 915));

    [Theory]
    [InlineData(MarketType.Spot)]
    [InlineData(MarketType.Usdm)]
    public async Task An_entry_and_its_stop_are_reported_once_and_in_order(MarketType market)
    {
        await using var venue = await Market();
        await using var trader = await TraderSession.OpenAsync(venue, market, Cancellation);
        (await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.StopLimit, OrderSide.Buy, "1050", "1060"))).ShouldBe(VenueAnswer.Accepted);
        (await trader.Exchange.FindAsync(1)).ShouldBe(VenueKnowledge.Open);
        (await trader.Exchange.FindAsync(7)).ShouldBe(VenueKnowledge.Unknown);
        venue.Minutes(2);
        await trader.BookAsync(2, Cancellation);
        (await trader.Exchange.FindAsync(1)).ShouldBe(VenueKnowledge.Closed);

        (await trader.Exchange.PlaceAsync(trader.Order(2, OrderType.StopLimit, OrderSide.Sell, "940", "940", "0.9"))).ShouldBe(VenueAnswer.Accepted);
        (await trader.Exchange.ReplaceAsync(2, trader.Order(3, OrderType.StopLimit, OrderSide.Sell, "950", "950", "0.9"))).ShouldBe(VenueAnswer.Accepted);
        venue.Minutes(1);
        await trader.BookAsync(5, Cancellation);
        trader.Booked.Select(r => (r.OrderId, r.Kind)).ShouldBe(
        [
            (1, ExecutionKind.Triggered), (1, ExecutionKind.Fill), (2, ExecutionKind.Ended), (3, ExecutionKind.Triggered), (3, ExecutionKind.Fill),
        ]);
        trader.Booked.Select(r => r.Sequence).ShouldBeInOrder();
        var (entry, exit) = (trader.Booked[1], trader.Booked[4]);
        (entry.Price, entry.Quantity, entry.Status, entry.CommissionInBase).ShouldBe((Fixed8.Parse("1050"), Fixed8.One, OrderStatus.Filled, market == MarketType.Spot));
        (exit.Price, exit.Quantity, exit.Side).ShouldBe((Fixed8.Parse("950"), Fixed8.Parse("0.9"), OrderSide.Sell));
    }

    [Theory]
    [InlineData(MarketType.Spot)]
    [InlineData(MarketType.Usdm)]
    public async Task After_a_restart_the_same_reports_have_the_same_sequence(MarketType market)
    {
        await using var venue = await Market();
        List<ExecutionReport> before;
        await using (var trader = await TraderSession.OpenAsync(venue, market, Cancellation))
        {
            await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.StopLimit, OrderSide.Buy, "1050", "1060"));
            venue.Minutes(2);
            await trader.BookAsync(2, Cancellation);
            before = trader.Booked;
        }

        await using var unaware = await TraderSession.OpenAsync(venue, market, Cancellation);
        await unaware.BookAsync();
        unaware.Booked.ShouldBe(before);

        await using var aware = await TraderSession.OpenAsync(venue, market, Cancellation);
        aware.Acknowledged = before[^1].Sequence;
        await aware.BookAsync();
        aware.Booked.ShouldBeEmpty();
        // The intent is at the venue: placing it again sends nothing.
        (await aware.Exchange.PlaceAsync(aware.Order(1, OrderType.Market, OrderSide.Buy))).ShouldBe(VenueAnswer.Accepted);
        venue.Log("fill").Count.ShouldBe(1);
    }

    [Fact]
    public async Task On_futures_an_entry_makes_way_for_the_next_one_and_a_stop_only_when_its_successor_is_there()
    {
        await using var venue = await Market();
        await using var trader = await TraderSession.OpenAsync(venue, MarketType.Usdm, Cancellation);
        await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.StopLimit, OrderSide.Buy, "1050", "1060"));
        (await trader.Exchange.ReplaceAsync(1, trader.Order(2, OrderType.StopLimit, OrderSide.Buy, "1060", "1070"))).ShouldBe(VenueAnswer.Accepted);
        venue.Minutes(2);
        await trader.BookAsync(3, Cancellation);
        await trader.Exchange.PlaceAsync(trader.Order(3, OrderType.StopLimit, OrderSide.Sell, "940", "940"));
        (await trader.Exchange.ReplaceAsync(3, trader.Order(4, OrderType.StopLimit, OrderSide.Sell, "950", "950"))).ShouldBe(VenueAnswer.Accepted);
        List<string> algo = ["POST /fapi/v1/algoOrder", "DELETE /fapi/v1/algoOrder"];
        venue.Log("request").Select(r => r.GetProperty("request").GetString()!).Where(algo.Contains)
            .ShouldBe([algo[0], algo[1], algo[0], algo[0], algo[0], algo[1]]);

        // One that has filled meanwhile has no successor.
        (await trader.Exchange.ReplaceAsync(2, trader.Order(5, OrderType.StopLimit, OrderSide.Buy, "1200", "1210"))).Outcome.ShouldBe(VenueOutcome.OrderNotOpen);
        (await trader.Exchange.FindAsync(5)).ShouldBe(VenueKnowledge.Unknown);
    }

    [Theory]
    [InlineData(MarketType.Spot)]
    [InlineData(MarketType.Usdm)]
    public async Task A_stop_that_comes_later_than_a_trader_waits_is_refused(MarketType market)
    {
        await using var venue = await Market();
        await using var trader = await TraderSession.OpenAsync(venue, market, Cancellation);
        await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.Market, OrderSide.Buy));
        await trader.BookAsync(1, Cancellation);
        trader.Exchange.LifetimeOf(isExit: true).ShouldBe(TimeSpan.FromSeconds(3));
        venue.Fault("""{"kind":"late-request","method":"POST","count":1,"ms":2100}""");
        (await trader.Exchange.PlaceAsync(trader.Order(2, OrderType.StopLimit, OrderSide.Sell, "950", "950", "0.9"))).Outcome.ShouldBe(VenueOutcome.Unknown);
        await Poll.UntilAsync(() => venue.Log("request"), static log => log.Any(r => r.GetProperty("code").ToString() == "-1021"));
        (await trader.Exchange.FindAsync(2)).ShouldBe(VenueKnowledge.Unknown);
    }

    [Fact]
    public async Task What_an_open_entry_ties_up_counts_as_free()
    {
        await using var venue = await Market();
        await using var trader = await TraderSession.OpenAsync(venue, MarketType.Spot, Cancellation);
        (await trader.BookAsync()).FreeQuote.ShouldBe((Fixed16)Fixed8.Parse("100000"));
        await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.StopLimit, OrderSide.Buy, "1200", "1200"));
        (await trader.BookAsync()).FreeQuote.ShouldBe((Fixed16)Fixed8.Parse("100000"));
    }
}

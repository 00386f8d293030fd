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
    public async Task What_an_open_entry_ties_up_counts_as_free()
    {
        await using var venue = await Market();
        await using var trader = await TraderSession.OpenAsync(venue, MarketType.Spot, Cancellation);
        (await trader.BookAsync()).FreeQuote.ShouldBe((Fixed16)Fixed8.Parse("100000"));
        await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.StopLimit, OrderSide.Buy, "1200", "1200"));
        (await trader.BookAsync()).FreeQuote.ShouldBe((Fixed16)Fixed8.Parse("100000"));
    }
}

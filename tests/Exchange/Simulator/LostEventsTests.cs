using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Exchange.Simulator;

/// <summary>Fills whose events never came are booked, whatever was heard of since.</summary>
public sealed class LostEventsTests
{
    private static readonly Fixed8 Half = Fixed8.Parse("0.5");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MarketType.Spot)]
    [InlineData(MarketType.Usdm)]
    public async Task A_cancel_that_tells_of_more_than_was_heard_of_is_not_booked_before_the_fill(MarketType market)
    {
        await using var venue = await SimulatedVenue.StartAsync((1000, 1000, 1000, 1000), (1000, 1100, 990, 1080), (1080, 1090, 900, 910));
        await using var trader = await TraderSession.OpenAsync(venue, market, Cancellation);
        await HalfFillUnheardAsync(venue, trader);

        await CancelByHandAsync(venue, market, trader);
        await trader.BookAsync(3, Cancellation);
        trader.Booked.Select(r => (r.Kind, r.Quantity)).ShouldBe(
            [(ExecutionKind.Triggered, Fixed8.Zero), (ExecutionKind.Fill, Half), (ExecutionKind.Ended, Fixed8.Zero)]);
        trader.Booked.Select(r => r.Sequence).ShouldBeInOrder();
    }

    [Theory]
    [InlineData(MarketType.Spot)]
    [InlineData(MarketType.Usdm)]
    public async Task A_cancel_whose_answer_tells_of_more_than_was_heard_of_has_the_fill_booked_first(MarketType market)
    {
        await using var venue = await SimulatedVenue.StartAsync((1000, 1000, 1000, 1000), (1000, 1100, 990, 1080), (1080, 1090, 900, 910));
        await using var trader = await TraderSession.OpenAsync(venue, market, Cancellation);
        await HalfFillUnheardAsync(venue, trader);
        venue.Fault("""{"kind":"lost-events","probability":1}""");
        (await trader.Exchange.CancelAsync(1)).ShouldBe(new(VenueOutcome.OrderNotOpen, "0.5 had filled before"));
        await trader.BookAsync();
        trader.Booked.Select(r => r.Kind).ShouldBe([ExecutionKind.Triggered, ExecutionKind.Fill, ExecutionKind.Ended]);
    }

    [Theory]
    [InlineData(MarketType.Spot)]
    [InlineData(MarketType.Usdm)]
    public async Task After_a_restart_an_order_taken_for_open_tells_all_that_is_not_booked_of_it(MarketType market)
    {
        await using var venue = await SimulatedVenue.StartAsync((1000, 1000, 1000, 1000), (1000, 1100, 990, 1080), (1080, 1090, 900, 910));
        await using (var before = await TraderSession.OpenAsync(venue, market, Cancellation))
        {
            await HalfFillUnheardAsync(venue, before);
            await CancelByHandAsync(venue, market, before);
        }

        // What was booked last came later than all of it: another order's end.
        var later = (venue.Server.MarketTime + 60_000) * 4_096;
        await using var after = await TraderSession.OpenAsync(venue, market, Cancellation);
        after.Exchange.Resume(later, [(1, Fixed8.Zero)]);
        after.Acknowledged = later;
        await after.BookAsync();
        after.Booked.Select(r => (r.Kind, r.Quantity)).ShouldBe(
            [(ExecutionKind.Triggered, Fixed8.Zero), (ExecutionKind.Fill, Half), (ExecutionKind.Ended, Fixed8.Zero)]);

        await using var again = await TraderSession.OpenAsync(venue, market, Cancellation);
        again.Exchange.Resume(later, [(1, Half)]);
        again.Acknowledged = later;
        await again.BookAsync();
        again.Booked.Count(r => r.Kind == ExecutionKind.Fill).ShouldBe(0, "its fill is booked");
        again.Booked.Count(r => r.Kind == ExecutionKind.Ended).ShouldBe(1);
    }

    private static async Task CancelByHandAsync(SimulatedVenue venue, MarketType market, TraderSession trader)
    {
        var id = trader.Order(1, OrderType.Market, OrderSide.Buy).ClientOrderId;
        var cancelled = market == MarketType.Spot
            ? await venue.Spot.CancelAsync(venue.Key, "BTCUSDT", id, Cancellation)
            : await venue.Usdm.CancelAsync(venue.Key, "BTCUSDT", id, Cancellation);
        cancelled.OrThrow().ExecutedQty.ShouldBe(Half);
    }

    // A stop-limit entry fills by half, and nobody is told of the fill.
    private static async Task HalfFillUnheardAsync(SimulatedVenue venue, TraderSession trader)
    {
        (await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.StopLimit, OrderSide.Buy, "1050", "1051"))).ShouldBe(VenueAnswer.Accepted);
        await trader.BookAsync();
        // On USDⓈ-M the order that the trigger makes is told of before it fills.
        venue.Server.SetFaults("""{"faults":[{"kind":"partial-fills","count":1},{"kind":"lost-events","probability":1}]}""");
        while (venue.Log("fill").Count == 0)
            venue.Server.Advance(TimeSpan.FromMilliseconds(100));
        venue.Log("fill").Count.ShouldBe(1);
        venue.Server.SetFaults("""{"faults":[]}""");
    }
}

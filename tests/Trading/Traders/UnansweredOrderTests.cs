using TradingBot.Exchange;
using TradingBot.Grains.Trading;
using TradingBot.Numbers;
using TradingBot.Tests.Trading.Risk;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Tests.Trading.Traders;

/// <summary>Orders that the venue may or may not have: nothing is sent twice, and nothing waits for them that need not.</summary>
public sealed class UnansweredOrderTests
{
    private static Fixed8 F(int value) => LiveVenue.F(value);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_entry_found_unsent_after_a_restart_is_sent_only_if_its_candle_is_the_last(bool isLast)
    {
        var venue = await LiveVenue.StartAsync();
        venue.Next = new(VenueOutcome.Unknown, "the process died");
        await venue.CloseAsync(0, 100, 110, 90, 100);
        venue.Restart();
        if (!isLast)
            venue.Remember(1, 100, 110, 90, 100);
        await venue.Trader.ConnectAsync(venue);
        venue.Sent.Count.ShouldBe(1, "what was sent may still be on its way");
        venue.Trader.Attention.ShouldBe(TimeSpan.FromSeconds(2));

        venue.Time.Advance(TimeSpan.FromSeconds(5));
        await venue.Trader.LookAsync();
        venue.Sent.Count.ShouldBe(isLast ? 2 : 1);
        venue.Trader.Describe().InFlight.ShouldBeEmpty();
        venue.Trader.HasOpenBusiness.ShouldBe(isLast);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_entry_without_an_answer_keeps_no_position_waiting_for_its_stop(bool restarts)
    {
        var venue = await LiveVenue.StartAsync();
        await venue.CloseAsync(0, 100, 110, 90, 100);
        var first = venue.Sent[0];
        venue.Next = new(VenueOutcome.Unknown, "time-out");
        await venue.CloseAsync(1, 100, 111, 90, 100);
        venue.Calls[^1].ShouldBe("replace 1 2");
        venue.Fill(first, 110);
        if (restarts)
        {
            venue.Restart();
            await venue.Trader.ConnectAsync(venue);
        }
        else
        {
            await venue.Trader.LookAsync();
        }

        venue.Sent[^1].Side.ShouldBe(OrderSide.Sell);
        venue.Trader.Describe().Stop.ShouldBe(F(89));
        venue.Trader.Describe().InFlight.ShouldBe("Replace entry 2");

        // It turns out to be there: in a position it is cancelled.
        venue.Knows = id => id == 2 ? VenueKnowledge.Open : VenueKnowledge.Closed;
        venue.Time.Advance(TimeSpan.FromSeconds(5));
        await venue.Trader.LookAsync();
        venue.Calls.ShouldContain("cancel 2");
        venue.Trader.Describe().InFlight.ShouldBeEmpty();
        venue.State.Trading.Entry.Status.ShouldBe(OrderStatus.Cancelled);
    }

    [Fact]
    public async Task An_entry_without_an_answer_that_fills_is_covered_like_any_other()
    {
        var venue = await LiveVenue.StartAsync();
        venue.Next = new(VenueOutcome.Unknown, "time-out");
        await venue.CloseAsync(0, 100, 110, 90, 100);
        venue.Fill(venue.Sent[0], 110);
        await venue.Trader.LookAsync();
        venue.Sent[^1].Side.ShouldBe(OrderSide.Sell);
        venue.Trader.Describe().InFlight.ShouldBeEmpty();
        (venue.State.Trading.Entry.Id, venue.State.Trading.Entry.Status).ShouldBe((1, OrderStatus.Filled));
    }

    [Fact]
    public async Task A_market_order_without_an_answer_is_not_sent_again_while_it_may_arrive()
    {
        var venue = await LiveVenue.StartLongAsync();
        var sent = venue.Sent.Count;
        await FlattenUnansweredAsync(venue);
        venue.Sent.Count.ShouldBe(sent + 1);
        await venue.Trader.LookAsync();
        venue.Sent.Count.ShouldBe(sent + 1, "it may still be on its way");
        venue.Trader.Attention.ShouldBe(TimeSpan.FromSeconds(2));
        venue.Time.Advance(TimeSpan.FromSeconds(5));
        await venue.Trader.LookAsync();
        venue.Sent.Count.ShouldBe(sent + 2);
        venue.Sent[^1].Id.ShouldBe(venue.Sent[^2].Id);
    }

    [Fact]
    public async Task A_market_order_that_the_venue_knows_is_never_sent_again()
    {
        var venue = await LiveVenue.StartLongAsync();
        await FlattenUnansweredAsync(venue);
        var sent = venue.Sent.Count;
        venue.Knows = _ => VenueKnowledge.Closed;
        venue.Time.Advance(TimeSpan.FromMinutes(1));
        await venue.Trader.LookAsync();
        venue.Sent.Count.ShouldBe(sent);
        venue.State.Trading.Exit.Type.ShouldBe(OrderType.Market);
    }

    [Fact]
    public async Task A_stop_without_an_answer_is_asked_for_and_sent_again_when_it_cannot_arrive_any_more()
    {
        var venue = await LiveVenue.StartAsync();
        await venue.CloseAsync(0, 100, 110, 90, 100);
        venue.Fill(venue.Sent[0], 110);
        venue.Next = new(VenueOutcome.Unknown, "time-out");
        await venue.Trader.LookAsync();
        var stop = venue.Sent[^1];
        await venue.Trader.LookAsync();
        venue.Calls.ShouldContain($"find {stop.Id}");
        venue.Sent.Count(s => s.Id == stop.Id).ShouldBe(1, "it may still be on its way, and be taken a second time when the first has filled");
        venue.Time.Advance(venue.LifetimeOf(isExit: true));
        await venue.Trader.LookAsync();
        venue.Sent.Count(s => s.Id == stop.Id).ShouldBe(2);
    }

    [Fact]
    public async Task A_switch_is_not_confirmed_while_an_entry_may_still_arrive()
    {
        var venue = await LiveVenue.StartAsync();
        venue.Gate = new GateStub();
        venue.Restart();
        await venue.Trader.ConnectAsync(venue);
        venue.Next = new(VenueOutcome.Unknown, "time-out");
        await venue.CloseAsync(0, 100, 110, 90, 100);
        (await venue.Trader.ControlAsync(new(1, RiskRule.KillSwitch))).ShouldBeFalse();
        venue.Time.Advance(venue.LifetimeOf(isExit: false));
        (await venue.Trader.ControlAsync(new(1, RiskRule.KillSwitch))).ShouldBeTrue();
        venue.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_order_without_an_answer_is_asked_for_every_two_seconds_whatever_wakes_the_trader()
    {
        var venue = await LiveVenue.StartAsync();
        await venue.CloseAsync(0, 100, 110, 90, 100);
        venue.Fill(venue.Sent[0], 110);
        venue.Next = new(VenueOutcome.Unknown, "time-out");
        await venue.Trader.LookAsync();
        for (var look = 0; look < 29; look++)
        {
            await venue.Trader.LookAsync();
            venue.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        venue.Calls.Count(c => c == $"find {venue.Sent[^1].Id}").ShouldBe(2);
    }

    // The stop is cancelled, and the market order that follows gets no answer.
    private static async Task FlattenUnansweredAsync(LiveVenue venue)
    {
        venue.OnCancel = () => venue.Next = new(VenueOutcome.Unknown, "time-out");
        await venue.Trader.FlattenAsync();
        venue.Sent[^1].Type.ShouldBe(OrderType.Market);
        venue.State.Trading.InFlight.Kind.ShouldBe(CommandKind.Place);
    }
}

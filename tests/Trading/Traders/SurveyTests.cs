using TradingBot.Exchange;
using TradingBot.Grains.Trading;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Traders;

/// <summary>What others do at the venue: strays, foreign orders, a position changed by hand.</summary>
public sealed class SurveyTests
{
    private static readonly TimeSpan Cadence = TimeSpan.FromSeconds(10);

    private static Fixed8 F(int value) => LiveVenue.F(value);

    [Fact]
    public async Task An_order_of_ours_that_the_trader_does_not_know_is_cancelled_and_a_foreign_one_shown()
    {
        var venue = await LiveVenue.StartLongAsync();
        var stop = venue.Sent[^1];
        var foreign = new ForeignOrder("mine", OrderSide.Sell, "LIMIT", F(1), F(200), default);
        venue.Survey = new([stop.Id, 77, 78], [foreign], null);
        venue.Knows = id => id == 77 ? VenueKnowledge.Open : VenueKnowledge.Closed;
        await LookAgainAsync(venue);
        venue.Calls.Where(c => c.StartsWith("cancel", StringComparison.Ordinal)).ShouldBe(["cancel 77"], "78 had ended when it was asked for");
        venue.Trader.Describe().ForeignOrders.ShouldBe([foreign]);
        venue.Trader.Describe().Notice.ShouldContain("is open at the venue though it should not be");
    }

    [Fact]
    public async Task Orders_are_looked_at_every_10_s_the_holding_every_60_and_not_more()
    {
        var venue = await LiveVenue.StartLongAsync();
        venue.Survey = new([venue.Sent[^1].Id], [], F(5));
        for (var second = 0; second < 120; second++)
        {
            venue.Time.Advance(TimeSpan.FromSeconds(1));
            await venue.Trader.LookAsync();
        }

        venue.Calls.Count(c => c == "survey").ShouldBe(10);
        venue.Calls.Count(c => c == "survey with holding").ShouldBe(2);
        venue.Calls.ShouldNotContain("distrust");
    }

    [Theory]
    [InlineData(ManualChange.Pause, TraderRunState.Paused)]
    [InlineData(ManualChange.Adopt, TraderRunState.Running)]
    public async Task A_position_that_was_made_smaller_by_hand_has_a_smaller_stop(ManualChange setting, TraderRunState after)
    {
        var venue = await StartLongAsync(setting);
        await HoldAsync(venue, 3);
        venue.Sent.Count.ShouldBe(2, "a fill may not have been told yet");
        venue.Calls[^1].ShouldBe("distrust");
        await LookAgainAsync(venue);
        (venue.Sent[^1].Quantity, venue.Sent[^1].Trigger).ShouldBe((F(3), F(89)));
        venue.State.RunState.ShouldBe(after);
        venue.Trader.Describe().Notice.ShouldContain("somebody else has changed the position by -2 BTC: the trader holds 3");

        venue.Fill(venue.Sent[^1], 89);
        await venue.Trader.LookAsync();
        var trade = venue.State.Trades.ShouldHaveSingleItem();
        (trade.Quantity, trade.Pnl).ShouldBe((F(5), (Fixed16)F(-63)), "3 sold for 21 less than paid; the 2 that others have sold count for nothing");
    }

    [Theory]
    [InlineData(ManualChange.Pause)]
    [InlineData(ManualChange.Adopt)]
    public async Task A_position_that_was_closed_by_hand_takes_its_stop_along(ManualChange setting)
    {
        var venue = await StartLongAsync(setting);
        var stop = venue.Sent[^1];
        await HoldAsync(venue, 0);
        await LookAgainAsync(venue);
        venue.Calls.ShouldContain($"cancel {stop.Id}");
        venue.Trader.Describe().Phase.ShouldBe(nameof(TradePhase.ClosedLong));
        venue.State.Trades.ShouldHaveSingleItem().ExitReason.ShouldBe(ExitReason.Flatten);
    }

    [Fact]
    public async Task What_was_added_by_hand_is_covered_when_it_is_adopted()
    {
        var venue = await StartLongAsync(ManualChange.Adopt);
        await HoldAsync(venue, 7);
        await LookAgainAsync(venue);
        (venue.Sent[^1].Quantity, venue.State.Trading.Held, venue.State.ForeignPosition).ShouldBe((F(7), F(7), Fixed8.Zero));
    }

    [Fact]
    public async Task What_was_added_by_hand_is_left_alone_after_a_pause_and_goes_first()
    {
        var venue = await StartLongAsync(ManualChange.Pause);
        await HoldAsync(venue, 7);
        await LookAgainAsync(venue);
        venue.State.RunState.ShouldBe(TraderRunState.Paused);
        (venue.State.Trading.Held, venue.Trader.Describe().ForeignPosition).ShouldBe((F(5), F(2)));
        venue.Sent.Count.ShouldBe(2);

        await venue.Trader.ResumeAsync();
        await LookAgainAsync(venue, times: 12);
        venue.State.RunState.ShouldBe(TraderRunState.Running, "it is known now");
        await HoldAsync(venue, 4);
        await LookAgainAsync(venue);
        (venue.State.Trading.Held, venue.State.ForeignPosition, venue.Sent[^1].Quantity).ShouldBe((F(4), Fixed8.Zero, F(4)));
    }

    [Fact]
    public async Task A_short_position_made_by_hand_is_nobody_that_the_trader_sells_for()
    {
        var venue = await StartLongAsync(ManualChange.Adopt);
        await HoldAsync(venue, -2);
        await LookAgainAsync(venue);
        (venue.State.Trading.Held, venue.State.ForeignPosition).ShouldBe((Fixed8.Zero, F(-2)));
        await HoldAsync(venue, 0);
        await LookAgainAsync(venue);
        venue.State.ForeignPosition.ShouldBe(Fixed8.Zero);
    }

    private static async Task<LiveVenue> StartLongAsync(ManualChange setting)
    {
        var venue = await LiveVenue.StartLongAsync();
        await venue.Trader.ConfigureAsync(LiveVenue.Settings with { ManualChange = setting });
        await venue.CloseAsync(1, 100, 110, 90, 100);
        venue.Sent.Count.ShouldBe(2);
        return venue;
    }

    // The venue shows a holding, at the next look that asks for it.
    private static async Task HoldAsync(LiveVenue venue, int held)
    {
        venue.Survey = new([.. venue.State.Trading.Exit.IsLive ? [venue.State.Trading.Exit.Id] : Array.Empty<long>()], [], F(held));
        var asked = venue.Calls.Count;
        for (var look = 0; look < 7 && !venue.Calls.Skip(asked).Contains("survey with holding"); look++)
            await LookAgainAsync(venue);
    }

    private static async Task LookAgainAsync(LiveVenue venue, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            venue.Time.Advance(Cadence);
            await venue.Trader.LookAsync();
        }
    }
}

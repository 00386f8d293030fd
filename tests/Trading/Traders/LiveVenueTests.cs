using TradingBot.Exchange;
using TradingBot.Grains.Trading;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Traders;

/// <summary>What differs at a venue whose prices move while nobody looks.</summary>
public sealed class LiveVenueTests
{
    private static Fixed8 F(int value) => LiveVenue.F(value);

    [Fact]
    public async Task Before_it_is_connected_it_sends_nothing_and_says_why()
    {
        var venue = new LiveVenue();
        await venue.Trader.ConfigureAsync(LiveVenue.Settings);
        await venue.Trader.StartAsync();
        await venue.CloseAsync(0, 100, 110, 90, 100);
        venue.Calls.ShouldBeEmpty();
        venue.Trader.Describe().NotTrading.ShouldBe("connecting to the venue");

        venue.IsDown = true;
        await Should.ThrowAsync<VenueUnavailableException>(() => venue.Trader.ConnectAsync(venue));
        venue.Trader.Lose("the venue is down");
        await venue.CloseAsync(1, 100, 110, 90, 100);
        venue.Sent.ShouldBeEmpty();
        venue.Trader.Describe().NotTrading.ShouldBe("the venue is down");

        venue.IsDown = false;
        await venue.Trader.LookAsync();
        await venue.CloseAsync(2, 100, 110, 90, 100);
        venue.Sent.ShouldHaveSingleItem().Side.ShouldBe(OrderSide.Buy);
        venue.Trader.Describe().NotTrading.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fill_gets_its_stop_without_a_candle()
    {
        var venue = await LiveVenue.StartLongAsync();
        venue.Trader.Describe().Stop.ShouldBe(F(89));
        venue.Fill(venue.Sent[^1], 89);
        await venue.Trader.LookAsync();
        venue.State.Trades.ShouldHaveSingleItem().ExitTime.ShouldBe(60_000, "the open of the candle in which it happened");
    }

    [Fact]
    public async Task Missed_candles_are_gone_through_without_entries()
    {
        var venue = await LiveVenue.StartAsync();
        await venue.CloseAsync(0, 100, 110, 90, 111);
        venue.Sent.ShouldBeEmpty("the close is above the trigger");
        venue.Remember(1, 100, 110, 90, 100);
        venue.Remember(2, 100, 110, 90, 100);
        await venue.CloseAsync(3, 100, 112, 90, 100);
        venue.Sent.ShouldHaveSingleItem().AsOf.OpenTime.ShouldBe(180_000);
        venue.State.Trading.Candle.ShouldBe(180_000);
    }

    [Fact]
    public async Task A_candle_that_comes_late_makes_no_entry()
    {
        var venue = await LiveVenue.StartAsync();
        await venue.CloseAsync(0, 100, 110, 90, 100);
        var late = venue.Remember(1, 100, 120, 90, 100);
        venue.Remember(2, 100, 110, 90, 100);
        await venue.Trader.OnCandleAsync(new(late, 0));
        venue.Calls[^1].ShouldBe("cancel 1", "the open entry rests on a candle that is over, and nothing takes its place");
        venue.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_could_not_be_sent_is_tried_again_and_counts_as_no_refusal()
    {
        var venue = await LiveVenue.StartAsync();
        await venue.CloseAsync(0, 100, 110, 90, 100);
        venue.Fill(venue.Sent[0], 110);
        for (var i = 0; i < 5; i++)
        {
            venue.Next = new(VenueOutcome.TryLater, "no connection");
            await venue.Trader.LookAsync();
            venue.Trader.Attention.ShouldBe(TimeSpan.FromSeconds(1));
        }

        await venue.Trader.LookAsync();
        venue.Sent.Skip(1).ShouldAllBe(s => s.Type == OrderType.StopLimit && s.Trigger == F(89));
        venue.Trader.Describe().Stop.ShouldBe(F(89));
        venue.Trader.Attention.ShouldBe(TimeSpan.FromSeconds(10), "nothing is on its way: open orders are looked at now and then");
    }

    [Fact]
    public async Task A_stop_that_may_not_be_raised_rests_where_it_is()
    {
        var venue = await LiveVenue.StartLongAsync();
        for (var minute = 1; minute < 6; minute++)
        {
            venue.Next = new(minute % 2 == 0 ? VenueOutcome.Refused : VenueOutcome.RefusedWouldTrigger, "no");
            await venue.CloseAsync(minute, 110, 120 + minute, 100 + minute, 115);
        }

        venue.Calls.Count(c => c.StartsWith("replace", StringComparison.Ordinal)).ShouldBe(5);
        venue.Sent.ShouldAllBe(s => s.Type == OrderType.StopLimit);
        venue.Trader.Describe().Stop.ShouldBe(F(89));
        await venue.CloseAsync(6, 110, 130, 107, 116);
        venue.Trader.Describe().Stop.ShouldBeGreaterThan(F(89));
    }

    [Fact]
    public async Task A_sale_that_is_refused_again_and_again_is_tried_ever_less_often_and_at_once_when_the_user_asks()
    {
        var venue = await LiveVenue.StartLongAsync();
        venue.OnCancel = () => venue.Next = new(VenueOutcome.Refused, "nothing to sell");
        await venue.Trader.FlattenAsync();
        for (var second = 0; second < 300; second++)
        {
            venue.Next = new(VenueOutcome.Refused, "nothing to sell");
            if (second % 10 == 5)
                await venue.CloseAsync(1 + second / 10, 100, 110, 90, 100);
            await venue.Trader.LookAsync();
            venue.Time.Advance(TimeSpan.FromSeconds(1));
        }

        // Some at once, then after 1, 2, 4, 8, 16, 32, 60, 60 and 60 s.
        Sales().ShouldBeInRange(10, 15);
        var before = Sales();
        await venue.Trader.LookAsync();
        Sales().ShouldBe(before);
        await venue.Trader.FlattenAsync();
        Sales().ShouldBe(before + 1);

        int Sales() => venue.Calls.Count(c => c.StartsWith("place Sell", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Entries_that_are_held_back_are_cancelled_and_come_back_when_they_are_let_go(bool isUnpaid)
    {
        var venue = await LiveVenue.StartAsync();
        Func<string, Task> hold = isUnpaid ? venue.Trader.HoldEntriesForSubscriptionAsync : venue.Trader.HoldEntriesAsync;
        await venue.CloseAsync(0, 100, 110, 90, 100);
        await hold("not now");
        venue.Calls[^1].ShouldBe("cancel 1");
        await venue.CloseAsync(1, 100, 110, 90, 100);
        venue.Sent.Count.ShouldBe(1);
        venue.Trader.Describe().NotTrading.ShouldBe("not now");
        await hold("");
        await venue.CloseAsync(2, 100, 110, 90, 100);
        venue.Sent.Count.ShouldBe(2);
    }

    [Fact]
    public async Task People_are_obeyed_while_the_venue_is_out_of_reach()
    {
        var venue = await LiveVenue.StartLongAsync();
        venue.IsDown = true;
        venue.Trader.Lose("the venue is down");
        await venue.Trader.StopAsync();
        await venue.Trader.FlattenAsync();
        venue.State.RunState.ShouldBe(TraderRunState.Stopped);
        venue.IsDown = false;
        await venue.Trader.LookAsync();
        venue.Sent[^1].Type.ShouldBe(OrderType.Market);
    }

    [Fact]
    public async Task Another_mode_begins_behind_what_its_venue_remembers_and_without_what_the_last_one_left()
    {
        var venue = await LiveVenue.StartLongAsync();
        venue.Fill(venue.Sent[^1], 89);
        await venue.Trader.LookAsync();
        await venue.Trader.StopAsync();
        (venue.State.Totals.Trades, venue.State.Acknowledged).ShouldBe((1, 1_002));
        venue.State.Trading.Held = new(5);

        (await venue.Trader.ConfigureAsync(LiveVenue.Settings with { Mode = TradingMode.Demo })).ShouldBeEmpty();
        (venue.State.Totals.Trades, venue.State.Trading.Held, venue.State.Acknowledged).ShouldBe((0, Fixed8.Zero, TraderState.UnknownHistory));
        venue.Restart();
        await venue.Trader.StartAsync();
        venue.History = new(5_000, 70, []);
        await venue.Trader.ConnectAsync(venue);
        (venue.State.Acknowledged, venue.State.Trading.LastOrderId).ShouldBe((5_000, 70));

        await venue.Trader.StopAsync();
        (await venue.Trader.ConfigureAsync(LiveVenue.Settings)).ShouldBeEmpty();
        (venue.State.Acknowledged, venue.State.Trading.LastOrderId).ShouldBe((1_002, 70));
    }

    [Fact]
    public async Task The_mode_of_a_running_trader_stays()
    {
        var venue = await LiveVenue.StartAsync();
        (await venue.Trader.ConfigureAsync(LiveVenue.Settings with { Mode = TradingMode.Paper })).ShouldHaveSingleItem().Field.ShouldBe("mode");
    }
}

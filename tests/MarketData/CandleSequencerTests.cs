using TradingBot.Grains.MarketData;
using TradingBot.MarketData;
using TradingBot.Numbers;
using static TradingBot.Tests.MarketData.TestCandles;

namespace TradingBot.Tests.MarketData;

public sealed class CandleSequencerTests
{
    private readonly CandleSequencer _sequencer = new(CandleInterval.OneMinute);
    private readonly List<ClosedCandle> _emitted = [];

    private IEnumerable<long> Minutes => _emitted.Select(c => c.Candle.OpenTime / Minute);

    [Fact]
    public void Candles_in_order_pass_at_once_and_carry_the_link_to_the_one_before()
    {
        Close(5);
        Close(6);

        _emitted.ShouldBe([new(AtMinute(5), ClosedCandle.None), new(AtMinute(6), 5 * Minute)]);
        _sequencer.Needed.ShouldBeNull();
    }

    [Fact]
    public void A_forming_candle_never_passes()
    {
        Close(5);
        Open(6);

        Minutes.ShouldBe([5]);
        _sequencer.Needed.ShouldBeNull();
    }

    [Fact]
    public void A_candle_behind_a_hole_waits_until_history_has_filled_it()
    {
        Close(5);
        Close(8);

        Minutes.ShouldBe([5]);
        _sequencer.Needed.ShouldBe(new(6 * Minute, 8 * Minute, "candles before it are missing"));

        Answer(6, 7, 8);

        Minutes.ShouldBe([5, 6, 7, 8]);
        _sequencer.Needed.ShouldBeNull();
        _sequencer.Counts.Filled.ShouldBe(2);
    }

    [Fact]
    public void Over_a_real_outage_the_next_candle_is_linked_to_its_real_predecessor()
    {
        Close(5);
        Close(40);
        Answer(40);

        _emitted[^1].ShouldBe(new(AtMinute(40), 5 * Minute));
    }

    [Fact]
    public void An_outage_that_begins_within_the_hole_is_told_from_lost_candles()
    {
        Close(5);
        Close(40);
        Answer(6, 30, 40);

        Minutes.ShouldBe([5, 6, 30, 40]);
        _emitted[^1].PreviousOpenTime.ShouldBe(30 * Minute);
    }

    [Fact]
    public void A_successor_that_opens_shows_that_a_closing_frame_was_lost()
    {
        Close(5);
        Open(7);

        _sequencer.Needed.ShouldBe(new(6 * Minute, 6 * Minute, "its successor came without it"));
        Answer(6);
        Minutes.ShouldBe([5, 6]);
    }

    [Fact]
    public void An_invalid_candle_is_rejected_with_its_reason_and_fetched_again()
    {
        Close(5);
        _sequencer.OnKline(AtMinute(6) with { Low = Fixed8.Zero }, isClosed: true, _emitted);

        Minutes.ShouldBe([5]);
        _sequencer.LastRejection!.ShouldContain("a price is not above zero");
        _sequencer.Needed!.Reason.ShouldBe(_sequencer.LastRejection);
        (_sequencer.Needed.From, _sequencer.Needed.To).ShouldBe((6 * Minute, 6 * Minute));

        Answer(6);
        Minutes.ShouldBe([5, 6]);
        _sequencer.Counts.Rejected.ShouldBe(1);
    }

    [Fact]
    public void An_open_time_off_the_grid_is_rejected()
    {
        Close(5);
        _sequencer.OnKline(AtMinute(6) with { OpenTime = 6 * Minute + 1 }, isClosed: true, _emitted);

        _sequencer.LastRejection.ShouldBe("open time 360001 is not on the grid of 1m");
        _sequencer.Needed!.From.ShouldBe(6 * Minute);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(253_402_300_800_000)]
    public void An_open_time_beyond_the_calendar_is_rejected_and_changes_nothing(long openTime)
    {
        Close(5);
        _sequencer.OnKline(AtMinute(6) with { OpenTime = openTime }, isClosed: true, _emitted);

        _sequencer.Counts.Rejected.ShouldBe(1);
        _sequencer.Needed.ShouldBeNull();
    }

    [Fact]
    public void Repeated_and_old_candles_are_dropped_and_counted()
    {
        Close(5);
        Close(6);
        Close(6);
        Close(5);
        Close(9);
        Close(9);

        Minutes.ShouldBe([5, 6]);
        _sequencer.Counts.Duplicates.ShouldBe(3);
    }

    [Fact]
    public void Two_candles_that_swapped_places_come_out_in_order_without_history()
    {
        Close(5);
        Close(7);
        Close(6);

        Minutes.ShouldBe([5, 6, 7]);
        _sequencer.Needed.ShouldBeNull();
    }

    [Fact]
    public void While_history_fails_the_hole_stays_and_later_candles_wait()
    {
        Close(5);
        Close(7);
        var needed = _sequencer.Needed;
        Close(8);
        Close(9);

        Minutes.ShouldBe([5]);
        _sequencer.Pending.ShouldBe(3);
        _sequencer.Needed!.From.ShouldBe(needed!.From);
        _sequencer.OnHistory(needed, [AtMinute(6), AtMinute(7)], _emitted);
        Minutes.ShouldBe([5, 6, 7, 8, 9]);
    }

    [Fact]
    public void An_answer_cut_off_by_a_limit_leads_to_a_request_for_the_rest()
    {
        Close(5);
        Close(10);
        Answer(6, 7);

        Minutes.ShouldBe([5, 6, 7]);
        _sequencer.Needed!.From.ShouldBe(8 * Minute);
        Answer(8, 9, 10);
        Minutes.ShouldBe([5, 6, 7, 8, 9, 10]);
    }

    [Fact]
    public void History_that_lags_behind_the_stream_is_asked_again_and_what_it_never_knows_is_dropped()
    {
        Close(5);
        Close(500_000);
        Answer();
        Answer();
        Minutes.ShouldBe([5]);
        Answer();

        _sequencer.Needed.ShouldBeNull();
        _sequencer.Counts.Unconfirmed.ShouldBe(1);
        Close(6);
        Minutes.ShouldBe([5, 6]);
    }

    [Fact]
    public void A_dropped_candle_that_was_real_comes_back_with_its_successor()
    {
        Close(5);
        Close(8);
        for (var i = 0; i < CandleSequencer.MaxAttempts; i++)
            Answer();
        _sequencer.Needed.ShouldBeNull();

        Close(9);
        Answer(6, 7, 8, 9);
        Minutes.ShouldBe([5, 6, 7, 8, 9]);
    }

    [Fact]
    public void An_invalid_candle_in_history_is_asked_for_again_and_skipped_in_the_end()
    {
        Close(5);
        Close(8);
        for (var i = 0; i < CandleSequencer.MaxAttempts - 1; i++)
        {
            _sequencer.OnHistory(_sequencer.Needed!, [AtMinute(6) with { Volume = -1 }, AtMinute(7), AtMinute(8)], _emitted);
            Minutes.ShouldBe([5]);
        }

        _sequencer.OnHistory(_sequencer.Needed!, [AtMinute(6) with { Volume = -1 }, AtMinute(7), AtMinute(8)], _emitted);
        Minutes.ShouldBe([5, 7, 8]);
        _sequencer.LastRejection!.ShouldStartWith("history: volume -1");
    }

    [Fact]
    public void A_series_that_begins_with_rubbish_begins_with_the_candle_in_its_place()
    {
        _sequencer.OnKline(AtMinute(6) with { Volume = -1 }, isClosed: true, _emitted);
        Close(7);
        _emitted.ShouldBeEmpty();
        Answer(6, 7);

        _emitted.ShouldBe([new(AtMinute(6), ClosedCandle.None), new(AtMinute(7), 6 * Minute)]);
    }

    [Fact]
    public void What_waits_behind_a_hole_is_bounded_and_what_found_no_room_comes_from_history()
    {
        Close(0);
        for (var i = 2; i < 4_000; i++)
            Close(i);
        _sequencer.Pending.ShouldBe(1_500);

        while (_sequencer.Needed is { } needed)
        {
            var first = (int)(needed.From / Minute);
            var count = Math.Min(1_500, (int)(needed.To / Minute) - first + 1);
            _sequencer.OnHistory(needed, [.. Enumerable.Range(first, count).Select(AtMinute)], _emitted);
        }

        Minutes.ShouldBe(Enumerable.Range(0, 4_000).Select(i => (long)i));
    }

    [Fact]
    public void A_restored_series_goes_on_behind_its_last_candle_even_where_history_is_gone()
    {
        _sequencer.Restore([AtMinute(3), AtMinute(4), AtMinute(5), AtMinute(6)], 5 * Minute);
        _sequencer.Query(null, null, 10).Select(c => c.OpenTime / Minute).ShouldBe([3, 4, 5]);
        Close(5);
        Close(6);
        _emitted.ShouldBe([new(AtMinute(6), 5 * Minute)]);

        _sequencer.Restore([], 9 * Minute);
        Close(10);
        _emitted[^1].ShouldBe(new(AtMinute(10), 9 * Minute));
    }

    [Fact]
    public void The_last_candles_are_kept_for_queries()
    {
        for (var i = 0; i < 2_000; i++)
            Close(i);

        _sequencer.Query(null, null, 1_500).Length.ShouldBe(1_500);
        _sequencer.Query(null, null, 3).ShouldBe([AtMinute(1_997), AtMinute(1_998), AtMinute(1_999)]);
        _sequencer.Query(600 * Minute, null, 2).ShouldBe([AtMinute(600), AtMinute(601)]);
        _sequencer.Query(600 * Minute, 601 * Minute, 9).ShouldBe([AtMinute(600), AtMinute(601)]);
        _sequencer.Query(null, 601 * Minute, 1).ShouldBe([AtMinute(601)]);
        _sequencer.Query(3_000 * Minute, null, 1).ShouldBeEmpty();
        _sequencer.Query(601 * Minute, 600 * Minute, 1).ShouldBeEmpty();
        _sequencer.Covers(500 * Minute).ShouldBeTrue();
        _sequencer.Covers(499 * Minute).ShouldBeFalse();
        _sequencer.Last.ShouldBe(AtMinute(1_999));
    }

    private void Close(int minute) => _sequencer.OnKline(AtMinute(minute), isClosed: true, _emitted);

    private void Open(int minute) => _sequencer.OnKline(AtMinute(minute), isClosed: false, _emitted);

    private void Answer(params int[] minutes) =>
        _sequencer.OnHistory(_sequencer.Needed!, [.. minutes.Select(AtMinute)], _emitted);
}

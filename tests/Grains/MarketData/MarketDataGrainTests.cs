using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;
using static TradingBot.Tests.Grains.ScriptedFeed;

namespace TradingBot.Tests.Grains.MarketData;

public sealed class MarketDataGrainTests : IAsyncLifetime
{
    private readonly ScriptedFeed _feed = new();
    private GrainFixture _service = null!;

    private IMarketDataGrain MarketData => _service.Grains.GetGrain<IMarketDataGrain>(Series.ToString());

    private FollowerProbe Probe => _service.Probes["ann"];

    private IFollowerGrain Follower => _service.Grains.GetGrain<IFollowerGrain>("ann");

    public async ValueTask InitializeAsync() => _service = await GrainFixture.StartAsync(_feed);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task The_feed_is_open_while_somebody_follows()
    {
        _feed.OpenSubscriptions.ShouldBe(0);
        await MarketData.FollowAsync("a");
        await MarketData.FollowAsync("b");
        await MarketData.FollowAsync("b");
        _feed.OpenSubscriptions.ShouldBe(1);

        await MarketData.UnfollowAsync("a");
        await MarketData.UnfollowAsync("a");
        (await StatusAsync()).Followers.ShouldBe(1);
        _feed.OpenSubscriptions.ShouldBe(1);

        await MarketData.UnfollowAsync("b");
        await Poll.UntilAsync(StatusAsync, static s => s.Condition == MarketDataCondition.Idle);
        _feed.OpenSubscriptions.ShouldBe(0);
    }

    [Fact]
    public async Task Each_closed_candle_reaches_the_follower_once_and_in_order()
    {
        _feed.Close(Enumerable.Range(0, 10));
        await Follower.RegisterAsync(Series);
        (await _feed.SubscribedAsync()).ShouldBe(9 * Minute);

        await _feed.SendAsync(AtMinute(9));
        await _feed.SendAsync(10, 11);
        await _feed.SendAsync(AtMinute(10));
        await _feed.SendAsync(AtMinute(12), isClosed: false);
        await _feed.SendAsync(12);

        (await Probe.TakeAsync(3)).ShouldBe([Link(10), Link(11), Link(12)]);
        Probe.Waiting.ShouldBe(0);
        (await StatusAsync()).Duplicates.ShouldBe(2);
    }

    [Fact]
    public async Task A_hole_is_filled_from_history_before_the_candle_behind_it_passes()
    {
        await FollowBehindAsync(9);
        _feed.Close(10, 11);
        await _feed.SendAsync(12);

        (await Probe.TakeAsync(3)).ShouldBe([Link(10), Link(11), Link(12)]);
        var status = await StatusAsync();
        (status.Published, status.Filled, status.Waiting, status.Missing).ShouldBe((3, 2, 0, null));
    }

    [Fact]
    public async Task An_invalid_candle_is_replaced_by_the_one_of_history()
    {
        await FollowBehindAsync(9);
        _feed.Close(10);
        await _feed.SendAsync(AtMinute(10) with { Volume = -1 });

        (await Probe.NextAsync()).ShouldBe(Link(10));
        var status = await StatusAsync();
        (status.Rejected, status.LastRejection).ShouldBe((1, "volume -1 is negative"));
    }

    [Fact]
    public async Task While_history_cannot_be_had_the_hole_is_kept_and_tried_again()
    {
        await FollowBehindAsync(9);
        _feed.Close(10);
        _feed.Failure = new HttpRequestException("history is down");
        await _feed.SendAsync(11);
        await _feed.SendAsync(12);

        var status = await StatusAsync();
        (status.Published, status.Waiting, status.Missing).ShouldBe((0, 2, "candles before it are missing"));
        var requests = _feed.HistoryRequests;
        _service.Time.Advance(TimeSpan.FromMilliseconds(900));
        (await StatusAsync()).Published.ShouldBe(0);
        _feed.HistoryRequests.ShouldBe(requests);

        _feed.Failure = null;
        _service.Time.Advance(TimeSpan.FromSeconds(5));
        (await Probe.TakeAsync(3)).ShouldBe([Link(10), Link(11), Link(12)]);
    }

    [Fact]
    public async Task A_restarted_service_goes_on_behind_the_last_candle_by_itself()
    {
        await FollowBehindAsync(9);
        await _feed.SendAsync(10, 11);
        await Probe.TakeAsync(2);
        await _service.StopAsync();
        _feed.OpenSubscriptions.ShouldBe(0);
        _feed.Close(12);

        await _service.StartAgainAsync();
        _service.Time.Advance(TimeSpan.FromMinutes(1));
        (await _feed.SubscribedAsync()).ShouldBe(11 * Minute);

        await _feed.SendAsync(13);
        (await Probe.TakeAsync(3)).ShouldBe([Link(11) with { IsRepeat = true }, Link(12), Link(13)]);
        (await MarketData.GetCandlesAsync(null, null, 3)).ShouldBe([AtMinute(11), AtMinute(12), AtMinute(13)]);
    }

    [Fact]
    public async Task A_crash_may_repeat_candles_but_loses_none()
    {
        await FollowBehindAsync(9);
        await _feed.SendAsync(10, 11, 12);
        await Probe.TakeAsync(3);
        await _service.KillAsync();
        _feed.Forget();

        await _service.StartAgainAsync();
        await MarketData.GetStatusAsync();
        var after = (await _feed.SubscribedAsync())!.Value / Minute;
        after.ShouldBeInRange(9, 12);
        await _feed.SendAsync(13);

        var received = await Probe.TakeAsync((int)(13 - after));
        received.ShouldBe(Enumerable.Range((int)after + 1, received.Count).Select(Link));
    }

    [Fact]
    public async Task A_follower_may_ask_for_candles_while_it_is_handed_one()
    {
        await FollowBehindAsync(9);
        var seen = new List<Candle>();
        Probe.OnCandle = async candle =>
        {
            seen.AddRange(await MarketData.GetCandlesAsync(null, null, 2));
            (await MarketData.GetStatusAsync()).Condition.ShouldBe(MarketDataCondition.Connecting);
        };
        await _feed.SendAsync(10);
        await Probe.NextAsync();
        await _feed.SendAsync(11);
        await Probe.NextAsync();
        seen.ShouldBe([AtMinute(9), AtMinute(10), AtMinute(10), AtMinute(11)]);
    }

    [Fact]
    public async Task Candles_that_are_not_published_yet_are_not_shown()
    {
        await FollowBehindAsync(9);
        var shown = new List<long[]>();
        Probe.OnCandle = async candle => shown.Add([.. (await MarketData.GetCandlesAsync(10 * Minute, null, 9)).Select(c => c.OpenTime / Minute)]);
        _feed.Close(10, 11);
        await _feed.SendAsync(12);
        await Probe.TakeAsync(3);

        // Where the stream stores candles, later ones than the one that is handed over may be published already.
        for (var i = 0; i < shown.Count; i++)
            shown[i].ShouldBe(Enumerable.Range(10, int.Clamp(shown[i].Length, i + 1, 3)).Select(minute => (long)minute));
        _feed.Close(13);
        (await MarketData.GetCandlesAsync(null, null, 1)).ShouldBe([AtMinute(12)]);
    }

    [Fact]
    public async Task Older_candles_than_the_kept_ones_come_from_the_source()
    {
        _feed.Close(Enumerable.Range(0, 3_000));
        await MarketData.FollowAsync("a");
        var requests = _feed.HistoryRequests;

        (await MarketData.GetCandlesAsync(null, null, 1_500)).Length.ShouldBe(1_500);
        (await MarketData.GetCandlesAsync(2_000 * Minute, null, 10))[0].ShouldBe(AtMinute(2_000));
        _feed.HistoryRequests.ShouldBe(requests);

        (await MarketData.GetCandlesAsync(5 * Minute, null, 2)).ShouldBe([AtMinute(5), AtMinute(6)]);
        (await MarketData.GetCandlesAsync(null, 6 * Minute, 2)).ShouldBe([AtMinute(5), AtMinute(6)]);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => MarketData.GetCandlesAsync(null, null, 1_501));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => MarketData.GetCandlesAsync(null, null, 0));
    }

    [Fact]
    public async Task While_nobody_follows_the_source_answers()
    {
        _feed.Close(1, 2, 3);
        (await MarketData.GetCandlesAsync(null, null, 2)).ShouldBe([AtMinute(2), AtMinute(3)]);
        _feed.OpenSubscriptions.ShouldBe(0);
    }

    [Fact]
    public async Task An_unknown_symbol_is_refused_by_name_and_nothing_of_it_stays()
    {
        var unknown = _service.Grains.GetGrain<IMarketDataGrain>("spot:NOPEUSDT/1m");
        (await Should.ThrowAsync<UnknownSymbolException>(() => unknown.FollowAsync("a"))).Message.ShouldContain("spot:NOPEUSDT");
        await Should.ThrowAsync<UnknownSymbolException>(() => unknown.GetCandlesAsync(null, null, 1));
        (await unknown.GetStatusAsync()).Followers.ShouldBe(0);

        var follower = _service.Grains.GetGrain<IFollowerGrain>("bob");
        await Should.ThrowAsync<UnknownSymbolException>(() => follower.RegisterAsync(CandleSeries.Parse("spot:NOPEUSDT/1m")));
        var fanout = _service.Grains.GetGrain<ICandleFanoutGrain>(CandleFanout.KeyFor(CandleSeries.Parse("spot:NOPEUSDT/1m"), "bob"));
        (await fanout.GetStatusAsync()).Followers.ShouldBe(0);
    }

    [Fact]
    public async Task A_key_that_is_no_series_is_refused() =>
        await Should.ThrowAsync<FormatException>(() => _service.Grains.GetGrain<IMarketDataGrain>("BTCUSDT").GetStatusAsync());

    [Fact]
    public async Task A_source_that_cannot_be_reached_is_tried_again_until_it_can()
    {
        _feed.Failure = new HttpRequestException("the venue is down");
        await MarketData.FollowAsync("a");
        var status = await StatusAsync();
        (status.Condition, status.Reason, status.Followers).ShouldBe((MarketDataCondition.Disconnected, "the venue is down", 1));
        await Should.ThrowAsync<HttpRequestException>(() => MarketData.GetCandlesAsync(null, null, 1));

        _feed.Failure = null;
        _service.Time.Advance(TimeSpan.FromSeconds(5));
        (await _feed.SubscribedAsync()).ShouldBeNull();
        await _feed.ReportAsync(FeedState.Connected, "hello");
        status = await StatusAsync();
        (status.Condition, status.Reason).ShouldBe((MarketDataCondition.Connected, "hello"));
    }

    [Fact]
    public async Task A_series_that_was_left_for_a_short_time_goes_on_and_after_a_long_time_begins_anew()
    {
        await FollowBehindAsync(9);
        await _feed.SendAsync(10);
        await Probe.NextAsync();
        await LeaveAsync();
        _feed.Close(Enumerable.Range(11, 100));
        await Follower.RegisterAsync(Series);
        (await _feed.SubscribedAsync()).ShouldBe(10 * Minute);

        await LeaveAsync();
        _feed.Close(Enumerable.Range(111, 2_000));
        await Follower.RegisterAsync(Series);
        (await _feed.SubscribedAsync()).ShouldBe(2_110 * Minute);

        await _feed.SendAsync(2_111);
        (await Probe.NextAsync()).ShouldBe(Link(2_111));
    }

    [Fact]
    public async Task The_last_candle_is_told_again_each_minute_to_whom_it_may_not_have_come()
    {
        await FollowBehindAsync(9);
        await _feed.SendAsync(10);
        (await Probe.NextAsync()).ShouldBe(Link(10));
        await RemindAsync();
        await _feed.SendAsync(11);
        (await Probe.NextAsync()).ShouldBe(Link(11), "it had come");

        await _service.StopAsync();
        await _service.StartAgainAsync();
        await StatusAsync();
        await RemindAsync();
        (await Probe.NextAsync()).ShouldBe(Link(11) with { IsRepeat = true }, "who has just begun does not know what its last life has handed out");
    }

    [Fact]
    public async Task A_silent_stream_is_stale_and_its_candles_come_from_history()
    {
        await FollowBehindAsync(9);
        await _feed.SendAsync(10);
        await Probe.NextAsync();
        _feed.Close(11, 12);
        (await StatusAsync()).IsStale.ShouldBeFalse();

        for (var minutes = 0; minutes < 3; minutes++)
            await RemindAsync();
        var missed = Probe.TakeAsync(2);
        // A reminder whose time has passed while another was delivered is left out; the next one is a minute away.
        while (await Task.WhenAny(missed, Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken)) != missed)
            await RemindAsync();
        (await missed).ShouldBe([Link(11), Link(12)]);
        (await StatusAsync()).IsStale.ShouldBeTrue();

        await _feed.SendAsync(13);
        (await StatusAsync()).IsStale.ShouldBeFalse();
        (await Probe.NextAsync()).ShouldBe(Link(13));
    }

    [Fact]
    public async Task The_end_of_a_recording_is_reported_and_never_stale()
    {
        await FollowBehindAsync(9);
        await _feed.ReportAsync(FeedState.Ended, "that was all");
        _service.Time.Advance(TimeSpan.FromHours(1));

        var status = await StatusAsync();
        (status.Condition, status.Reason, status.IsStale).ShouldBe((MarketDataCondition.Ended, "that was all", false));
    }

    private static ClosedCandle Link(int minute) => new(AtMinute(minute), (minute - 1) * Minute);

    private Task<MarketDataStatus> StatusAsync() => MarketData.GetStatusAsync();

    private async Task FollowBehindAsync(int minute)
    {
        _feed.Close(minute);
        await Follower.RegisterAsync(Series);
        await _feed.SubscribedAsync();
    }

    private async Task LeaveAsync()
    {
        await Follower.UnregisterAsync(Series);
        await Poll.UntilAsync(StatusAsync, static s => s.Condition == MarketDataCondition.Idle);
    }

    private Task RemindAsync()
    {
        _service.Time.Advance(TimeSpan.FromMinutes(1));
        // Queues behind the reminder, where that has come by now.
        return _service.Grains.GetGrain<IMarketDataFeedGrain>(Series.ToString()).ReconcileAsync();
    }
}

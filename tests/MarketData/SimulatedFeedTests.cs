using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Simulation;
using TradingBot.MarketData;
using static TradingBot.Tests.MarketData.TestCandles;

namespace TradingBot.Tests.MarketData;

public sealed class SimulatedFeedTests
{
    private const long Start = 1_735_689_600_000; // 2025-01-01
    private static readonly CandleSeries Series = CandleSeries.Parse("spot:BTCUSDT/1m");

    private readonly ManualTimeProvider _time = new();
    private readonly CollectingSink _sink = new();

    [Fact]
    public async Task As_fast_as_possible_it_starts_at_its_beginning_and_waits_for_its_sink_only()
    {
        await using var subscription = await Feed(speed: 0).SubscribeAsync(Series, null, _sink, Cancellation);

        var candles = await _sink.TakeAsync(5_000, Cancellation);

        candles.Select(c => c.OpenTime).ShouldBe(Enumerable.Range(0, 5_000).Select(i => Start + i * Minute));
        (await _sink.StateAsync(Cancellation)).State.ShouldBe(FeedState.Connected);
    }

    [Fact]
    public async Task Live_and_history_agree_exactly()
    {
        var feed = Feed(speed: 0);
        await using var subscription = await feed.SubscribeAsync(Series, null, _sink, Cancellation);
        var live = await _sink.TakeAsync(1_500, Cancellation);

        var history = await Feed(speed: 0, start: Start + 1_500 * Minute).GetHistoryAsync(Series, Start, null, 1_500, Cancellation);
        history.ShouldBe(live);
    }

    [Fact]
    public async Task A_new_process_that_subscribes_behind_a_candle_goes_on_identically()
    {
        await using var first = await Feed(speed: 0).SubscribeAsync(Series, null, _sink, Cancellation);
        var whole = await _sink.TakeAsync(3_000, Cancellation);

        var feed = Feed(speed: 0);
        var sink = new CollectingSink();
        await using var second = await feed.SubscribeAsync(Series, whole[999].OpenTime, sink, Cancellation);

        (await feed.GetHistoryAsync(Series, null, whole[999].OpenTime, 1_000, Cancellation)).ShouldBe(whole[..1_000]);
        (await sink.TakeAsync(2_000, Cancellation)).ShouldBe(whole[1_000..]);
    }

    [Fact]
    public async Task History_ends_with_the_last_closed_candle_and_shows_nothing_of_the_future()
    {
        var feed = Feed(speed: 0);
        (await feed.GetHistoryAsync(Series, null, null, 2, Cancellation)).Select(c => c.OpenTime).ShouldBe([Start - 2 * Minute, Start - Minute]);
        (await feed.GetHistoryAsync(Series, Start, null, 10, Cancellation)).ShouldBeEmpty();
        (await feed.GetHistoryAsync(Series, Start - Minute, Start + 10 * Minute, 10, Cancellation)).Length.ShouldBe(1);

        await using var subscription = await feed.SubscribeAsync(Series, Start + Minute, _sink, Cancellation);
        (await feed.GetHistoryAsync(Series, Start + Minute, Start + Minute, 10, Cancellation)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task History_is_bounded_by_the_listing_day_and_by_its_arguments()
    {
        var feed = Feed(speed: 0);
        var listed = SimulatedFeed.EarliestStart.ToUnixTimeMilliseconds();

        (await feed.GetHistoryAsync(Series, 0, null, 2, Cancellation)).Select(c => c.OpenTime).ShouldBe([listed, listed + Minute]);
        (await feed.GetHistoryAsync(Series, 0, listed - 1, 2, Cancellation)).ShouldBeEmpty();
        (await feed.GetHistoryAsync(Series, listed + 1, null, 1, Cancellation))[0].OpenTime.ShouldBe(listed + Minute);
        (await feed.GetHistoryAsync(Series, null, listed + Minute, 9, Cancellation)).Length.ShouldBe(2);
        (await feed.GetHistoryAsync(Series, long.MinValue, long.MaxValue, 9, Cancellation)).Length.ShouldBe(9);
        (await feed.GetHistoryAsync(Series, listed + Minute, listed, 9, Cancellation)).ShouldBeEmpty();
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => feed.GetHistoryAsync(Series, 0, null, 0, Cancellation));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => feed.GetHistoryAsync(Series, 0, null, 1_501, Cancellation));

        var months = await feed.GetHistoryAsync(CandleSeries.Parse("spot:BTCUSDT/1M"), null, null, 1_500, Cancellation);
        months.Length.ShouldBe(60);
    }

    [Fact]
    public async Task At_a_given_speed_a_candle_comes_at_its_close()
    {
        await using var subscription = await Feed(speed: 60).SubscribeAsync(Series, null, _sink, Cancellation);
        for (var i = 0; i < 3; i++)
        {
            await Poll.UntilAsync(() => _time.ActiveTimers, static waiting => waiting > 0);
            _time.Advance(TimeSpan.FromMilliseconds(999));
            await Poll.UntilAsync(() => _time.ActiveTimers, static waiting => waiting > 0);
            _sink.Waiting.ShouldBe(0);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            (await _sink.FrameAsync(Cancellation)).Candle.OpenTime.ShouldBe(Start + i * Minute);
        }
    }

    [Fact]
    public async Task A_late_subscriber_begins_now_and_one_behind_catches_up_at_once()
    {
        var feed = Feed(speed: 60);
        _time.Advance(TimeSpan.FromSeconds(10));
        await using var behind = await feed.SubscribeAsync(Series, Start + Minute, _sink, Cancellation);
        (await _sink.TakeAsync(8, Cancellation)).Select(c => (c.OpenTime - Start) / Minute).ShouldBe([2, 3, 4, 5, 6, 7, 8, 9]);

        var sink = new CollectingSink();
        await using var now = await feed.SubscribeAsync(CandleSeries.Parse("spot:ETHUSDT/1m"), null, sink, Cancellation);
        var frame = sink.FrameAsync(Cancellation).AsTask();
        await _time.AdvanceUntilAsync(frame, TimeSpan.FromSeconds(1));
        (await frame).Candle.OpenTime.ShouldBe(Start + 10 * Minute);
    }

    [Fact]
    public async Task A_restart_sets_the_clock_of_all_series_forward()
    {
        var feed = Feed(speed: 1);
        var week = Start + 7 * 1_440 * Minute;
        await using var subscription = await feed.SubscribeAsync(Series, week, _sink, Cancellation);

        (await feed.GetHistoryAsync(CandleSeries.Parse("usdm:ETHUSDT/1m"), null, null, 1, Cancellation))[0].OpenTime.ShouldBe(week);
    }

    [Fact]
    public async Task A_candle_that_the_sink_refuses_is_offered_again()
    {
        var sink = new RefusingSink(refusals: 3);
        await using var subscription = await Feed(speed: 0).SubscribeAsync(Series, null, sink, Cancellation);
        await _time.AdvanceUntilAsync(sink.Taken.Task, TimeSpan.FromSeconds(1));

        (await sink.Taken.Task).OpenTime.ShouldBe(Start);
        sink.Refused.ShouldBe([Start, Start, Start]);
    }

    [Fact]
    public async Task Disposing_ends_the_delivery_even_from_within_it()
    {
        IAsyncDisposable? subscription = null;
        var subscribed = new TaskCompletionSource();
        var delivered = 0;
        var disposed = new TaskCompletionSource();
        var sink = new DelegateSink(async _ =>
        {
            await subscribed.Task;
            delivered++;
            await subscription!.DisposeAsync();
            disposed.TrySetResult();
        });
        subscription = await Feed(speed: 0).SubscribeAsync(Series, null, sink, Cancellation);
        subscribed.SetResult();

        await disposed.Task.WaitAsync(Cancellation);
        delivered.ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_symbol_is_named()
    {
        var unknown = CandleSeries.Parse("spot:NOPEUSDT/1m");
        var error = await Should.ThrowAsync<UnknownSymbolException>(() => Feed(speed: 0).SubscribeAsync(unknown, null, _sink, Cancellation));
        error.Message.ShouldContain("spot:NOPEUSDT is unknown here");
        await Should.ThrowAsync<UnknownSymbolException>(() => Feed(speed: 0).GetHistoryAsync(unknown, null, null, 1, Cancellation));
    }

    [Fact]
    public async Task It_has_the_main_symbols_of_both_markets_with_their_filters()
    {
        var feed = Feed(speed: 0);
        SymbolInfo[] symbols = [.. await feed.GetSymbolsAsync(MarketType.Spot, Cancellation), .. await feed.GetSymbolsAsync(MarketType.Usdm, Cancellation)];
        symbols.ShouldBe(SymbolCatalogue.All, ignoreOrder: true);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(1_000_001)]
    public void An_impossible_speed_is_refused(double speed) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Feed(speed)).Message.ShouldContain("The speed must be 0 to 1000000");

    private SimulatedFeed Feed(double speed, long start = Start) =>
        new(seed: 7, speed, DateTimeOffset.FromUnixTimeMilliseconds(start), _time);
}

using TradingBot.Grains.MarketData;
using TradingBot.MarketData;
using static TradingBot.Tests.Grains.ScriptedFeed;

namespace TradingBot.Tests.Grains.MarketData;

public sealed class CandleFanoutGrainTests : IAsyncLifetime
{
    private readonly ScriptedFeed _feed = new();
    private GrainFixture _service = null!;

    public async ValueTask InitializeAsync()
    {
        _feed.Close(9);
        _service = await GrainFixture.StartAsync(_feed);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Every_registered_follower_gets_every_candle_whatever_its_shard()
    {
        var names = await RegisterAsync(100);
        names.Select(n => CandleFanout.KeyFor(Series, n)).Distinct().Count().ShouldBe(CandleFanout.DefaultShards);

        await _feed.SendAsync(10, 11);

        foreach (var name in names)
            (await _service.Probes[name].TakeAsync(2)).Select(c => c.Candle).ShouldBe([AtMinute(10), AtMinute(11)]);
    }

    [Fact]
    public async Task Registrations_at_the_same_time_are_all_kept_and_survive_a_restart()
    {
        var names = Enumerable.Range(0, 300).Select(i => $"user-{i}").ToList();
        await Task.WhenAll(names.Select(n => Follower(n).RegisterAsync(Series)));
        await Task.WhenAll(names.Take(100).SelectMany(n => new[] { Follower(n).RegisterAsync(Series), Follower(n).RegisterAsync(Series) }));
        await _service.StopAsync();

        await _service.StartAgainAsync();
        await _service.Grains.GetGrain<IMarketDataGrain>(Series.ToString()).GetStatusAsync();
        await _feed.SendAsync(10);

        foreach (var name in names)
            (await _service.Probes[name].NextAsync()).Candle.ShouldBe(AtMinute(10));
    }

    [Fact]
    public async Task A_follower_that_left_gets_nothing_and_the_last_one_closes_the_feed()
    {
        await RegisterAsync(20);
        for (var i = 1; i < 20; i++)
            await Follower($"user-{i}").UnregisterAsync(Series);
        await Follower("user-1").UnregisterAsync(Series);
        await _feed.SendAsync(10);
        (await _service.Probes["user-0"].NextAsync()).Candle.ShouldBe(AtMinute(10));
        _service.Probes["user-1"].Waiting.ShouldBe(0);

        await Follower("user-0").UnregisterAsync(Series);
        await Poll.UntilAsync(() => _feed.OpenSubscriptions, static open => open == 0);
        await Follower("user-1").RegisterAsync(Series);
        await _feed.SendAsync(11);
        (await _service.Probes["user-1"].NextAsync()).Candle.ShouldBe(AtMinute(11));
        _service.Probes["user-0"].Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task A_failing_follower_fails_for_itself_alone()
    {
        var names = SameShard(3);
        foreach (var name in names)
            await Follower(name).RegisterAsync(Series);
        _service.Probes[names[1]].OnCandle = _ => throw new InvalidOperationException("on purpose");

        await _feed.SendAsync(10, 11);

        foreach (var name in new[] { names[0], names[2] })
            (await _service.Probes[name].TakeAsync(2)).Count.ShouldBe(2);
        var expected = new FanoutStatus(Followers: 3, Candles: 2, Delivered: 4, Failed: 2, Skipped: 0);
        // It counts a moment after its followers have got what they got.
        await Poll.UntilAsync(() => StatusAsync(names[0]), s => s == expected);
    }

    [Fact]
    public async Task A_slow_follower_holds_the_others_up_for_five_seconds_at_most_and_sees_what_it_missed()
    {
        var names = SameShard(2);
        foreach (var name in names)
            await Follower(name).RegisterAsync(Series);
        var slow = _service.Probes[names[0]];
        var fast = _service.Probes[names[1]];
        var wake = new TaskCompletionSource();
        slow.OnCandle = _ => wake.Task;

        var start = _service.Time.GetUtcNow();
        var sent = _feed.SendAsync(10, 11);
        (await fast.NextAsync()).Candle.ShouldBe(AtMinute(10));
        var next = fast.NextAsync();
        await _service.Time.AdvanceUntilAsync(next, TimeSpan.FromSeconds(0.1));
        (await next).Candle.ShouldBe(AtMinute(11));
        (_service.Time.GetUtcNow() - start).ShouldBeGreaterThanOrEqualTo(CandleFanoutGrain.Patience);
        await sent;
        (await StatusAsync(names[0])).Skipped.ShouldBe(1);

        slow.OnCandle = null;
        wake.SetResult();
        (await slow.NextAsync()).Candle.ShouldBe(AtMinute(10));
        await _feed.SendAsync(12);
        (await slow.NextAsync()).ShouldBe(new(AtMinute(12), 11 * Minute));
    }

    [Fact]
    public async Task Followers_may_come_and_go_while_a_candle_is_delivered_even_from_within_it()
    {
        await Follower("ann").RegisterAsync(Series);
        _service.Probes["ann"].OnCandle = async _ =>
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Follower($"user-{i}").RegisterAsync(Series)));
            var fanout = _service.Grains.GetGrain<ICandleFanoutGrain>(CandleFanout.KeyFor(Series, "ann"));
            await fanout.UnregisterAsync(Orleans.Runtime.GrainId.Create("follower", "ann"));
        };
        await _feed.SendAsync(10);
        await _service.Probes["ann"].NextAsync();
        await _feed.SendAsync(11);

        for (var i = 0; i < 50; i++)
        {
            var first = await _service.Probes[$"user-{i}"].NextAsync();
            // Another shard may have been about to deliver the first candle still.
            if (first.Candle == AtMinute(10))
                first = await _service.Probes[$"user-{i}"].NextAsync();
            first.Candle.ShouldBe(AtMinute(11));
        }

        _service.Probes["ann"].Waiting.ShouldBe(0);
    }

    [Fact]
    public void The_shard_of_a_trader_never_changes()
    {
        CandleFanout.KeyFor(Series, "user-1/spot:BTCUSDT").ShouldBe("spot:BTCUSDT/1m#3");
        CandleFanout.SeriesOf("spot:BTCUSDT/1m#7").ShouldBe(Series);
        Should.Throw<FormatException>(() => CandleFanout.SeriesOf("spot:BTCUSDT/1m"));
        Should.Throw<ArgumentOutOfRangeException>(() => CandleFanout.KeyFor(Series, "a", 0));
    }

    [Fact]
    public void Traders_spread_evenly_over_the_shards()
    {
        var shards = Enumerable.Range(0, 10_000).Select(i => CandleFanout.KeyFor(Series, $"user-{i}/spot:BTCUSDT")).CountBy(k => k).ToList();
        shards.Count.ShouldBe(8);
        shards.ShouldAllBe(s => s.Value > 1_100 && s.Value < 1_400);
    }

    private static List<string> SameShard(int count) =>
        [.. Enumerable.Range(0, 1_000).Select(i => $"user-{i}").Where(n => CandleFanout.KeyFor(Series, n).EndsWith("#3", StringComparison.Ordinal)).Take(count)];

    private IFollowerGrain Follower(string name) => _service.Grains.GetGrain<IFollowerGrain>(name);

    private Task<FanoutStatus> StatusAsync(string follower) =>
        _service.Grains.GetGrain<ICandleFanoutGrain>(CandleFanout.KeyFor(Series, follower)).GetStatusAsync();

    private async Task<List<string>> RegisterAsync(int count)
    {
        var names = Enumerable.Range(0, count).Select(i => $"user-{i}").ToList();
        foreach (var name in names)
            await Follower(name).RegisterAsync(Series);
        return names;
    }
}

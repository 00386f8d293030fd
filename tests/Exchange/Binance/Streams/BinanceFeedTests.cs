using TradingBot.Exchange.Binance.Streams;
using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;
using TradingBot.Tests.Exchange.Simulator;

namespace TradingBot.Tests.Exchange.Binance.Streams;

public sealed class BinanceFeedTests
{
    private static readonly CandleSeries Series = CandleSeries.Parse("spot:BTCUSDT/1m");

    private static readonly StreamSettings Quick = new()
    {
        FirstBackoff = TimeSpan.FromMilliseconds(20), LastBackoff = TimeSpan.FromMilliseconds(100), MessageInterval = TimeSpan.FromMilliseconds(210),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Closed_candles_arrive_once_and_in_order_with_the_first_frame_of_each()
    {
        await using var venue = await SimulatedVenue.StartAsync();
        await using var feed = venue.Feed(Quick);
        var sink = new CollectingSink(1_000);
        await using var subscription = await feed.SubscribeAsync(Series, null, sink, Cancellation);
        (await sink.StateAsync(Cancellation)).State.ShouldBe(FeedState.Connected);
        venue.Minutes(5.5);
        var candles = await sink.TakeAsync(5, Cancellation);
        candles.Select(c => c.OpenTime).ShouldBe(Enumerable.Range(0, 5).Select(i => candles[0].OpenTime + i * 60_000L));
        candles.ShouldBe(await feed.GetHistoryAsync(Series, candles[0].OpenTime, candles[4].OpenTime, 10, Cancellation));
    }

    [Theory]
    [InlineData("spot:BTCUSDT/1m", 1_500)]
    [InlineData("usdm:ETHUSDT/15m", 1_500)]
    [InlineData("spot:SOLUSDT/4h", 300)]
    public async Task History_never_shows_the_forming_candle(string name, int limit)
    {
        await using var venue = await SimulatedVenue.StartAsync();
        await using var feed = venue.Feed(Quick);
        venue.Minutes(30.5);
        var series = CandleSeries.Parse(name);
        var forming = series.Interval.OpenTimeOf(venue.Server.MarketTime);

        var newest = await feed.GetHistoryAsync(series, null, null, limit, Cancellation);
        newest.Length.ShouldBe(limit);
        series.Interval.NextOpenTime(newest[^1].OpenTime).ShouldBe(forming);
        for (var i = 1; i < newest.Length; i++)
            newest[i].OpenTime.ShouldBe(series.Interval.NextOpenTime(newest[i - 1].OpenTime));

        (await feed.GetHistoryAsync(series, newest[0].OpenTime, null, 1_500, Cancellation)).ShouldBe(newest);
        (await feed.GetHistoryAsync(series, null, newest[^3].OpenTime, 5, Cancellation)).ShouldBe(newest[^7..^2]);
        (await feed.GetHistoryAsync(series, forming, null, 5, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hole_made_by_a_broken_connection_is_filled()
    {
        await using var venue = await SimulatedVenue.StartAsync();
        await using var feed = venue.Feed(Quick);
        var sink = new CollectingSink(1_000);
        await using var subscription = await feed.SubscribeAsync(Series, null, sink, Cancellation);
        await sink.StateAsync(Cancellation);
        venue.Minutes(2.1);
        var first = await sink.TakeAsync(2, Cancellation);

        venue.Fault("""{"kind":"drop-sockets","count":1}""");
        (await sink.StateAsync(Cancellation)).State.ShouldBe(FeedState.Disconnected);
        venue.Minutes(7);
        (await sink.StateAsync(Cancellation)).State.ShouldBe(FeedState.Connected);
        var seen = new HashSet<long>(first.Select(c => c.OpenTime));
        while (seen.Count < 9)
            seen.Add((await sink.TakeAsync(1, Cancellation))[0].OpenTime);
        seen.Order().ShouldBe(Enumerable.Range(0, 9).Select(i => first[0].OpenTime + i * 60_000L));
    }

    [Fact]
    public async Task A_silent_connection_is_given_up()
    {
        await using var venue = await SimulatedVenue.StartAsync();
        await using var feed = venue.Feed(Quick with { Silence = TimeSpan.FromMilliseconds(300) });
        var sink = new CollectingSink(1_000);
        await using var subscription = await feed.SubscribeAsync(Series, null, sink, Cancellation);
        await sink.StateAsync(Cancellation);
        var (state, reason) = await sink.StateAsync(Cancellation);
        state.ShouldBe(FeedState.Disconnected);
        reason.ShouldContain("no frame for");
    }

    [Fact]
    public async Task An_announced_shutdown_leaves_no_hole_and_no_outage()
    {
        await using var venue = await SimulatedVenue.StartAsync();
        await using var feed = venue.Feed(Quick);
        var sink = new CollectingSink(1_000);
        await using var subscription = await feed.SubscribeAsync(Series, null, sink, Cancellation);
        await sink.StateAsync(Cancellation);
        using var http = new HttpClient { BaseAddress = venue.Server.Address };
        (await http.PostAsync(new Uri("/sim/shutdown-notice", UriKind.Relative), null, Cancellation)).EnsureSuccessStatusCode();
        await Poll.UntilAsync(() => venue.Log("subscribe"), static log => log.Count >= 2);
        venue.Minutes(3.1);
        var seen = new SortedSet<long>();
        while (seen.Count < 3)
            seen.Add((await sink.TakeAsync(1, Cancellation))[0].OpenTime);
        (await sink.StateAsync(Cancellation)).State.ShouldBe(FeedState.Connected);
    }

    [Fact]
    public async Task A_feed_may_be_disposed_of_twice_by_a_container()
    {
        await using var venue = await SimulatedVenue.StartAsync();
        var feed = venue.Feed(Quick);
        var sink = new CollectingSink(1_000);
        await feed.SubscribeAsync(Series, null, sink, Cancellation);
        await sink.StateAsync(Cancellation);
        await feed.DisposeAsync();
        await feed.DisposeAsync();
    }

    [Fact]
    public async Task Many_series_share_connections_within_the_limits()
    {
        await using var venue = await SimulatedVenue.StartAsync();
        await using var feed = venue.Feed(Quick with { StreamsPerMessage = 2, MaxStreams = 3 });
        var sinks = new List<CollectingSink>();
        var subscriptions = new List<IAsyncDisposable>();
        async Task FollowAsync(string symbol)
        {
            sinks.Add(new(1_000));
            subscriptions.Add(await feed.SubscribeAsync(CandleSeries.Parse($"spot:{symbol}USDT/1m"), null, sinks[^1], Cancellation));
        }

        foreach (var symbol in new[] { "BTC", "ETH", "SOL", "BNB", "XRP", "DOGE", "ADA", "LTC" })
            await FollowAsync(symbol);
        await Poll.UntilAsync(() => venue.Log("subscribe"), static log => log.Count >= 8);
        IEnumerable<int> Connections() => venue.Log("subscribe").GroupBy(e => e.GetProperty("connection").GetInt32()).Select(g => g.Count());
        Connections().Order().ShouldBe([2, 3, 3]);

        // A place that becomes free is taken before a fourth connection is opened.
        await subscriptions[0].DisposeAsync();
        await FollowAsync("LINK");
        await FollowAsync("AVAX");
        await Poll.UntilAsync(() => venue.Log("subscribe"), static log => log.Count >= 10);
        Connections().Count().ShouldBe(3);

        venue.Minutes(1.1);
        foreach (var sink in sinks[1..])
            (await sink.TakeAsync(1, Cancellation)).ShouldHaveSingleItem();
        sinks[0].Waiting.ShouldBe(0);
    }
}

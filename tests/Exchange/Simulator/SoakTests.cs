using TradingBot.MarketData;

namespace TradingBot.Tests.Exchange.Simulator;

public sealed class SoakTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_day_with_broken_connections_ends_with_every_candle_seen()
    {
        await using var venue = await SimulatedVenue.StartAsync();
        await using var feed = venue.Feed(new()
        {
            FirstBackoff = TimeSpan.FromMilliseconds(10), LastBackoff = TimeSpan.FromMilliseconds(50), Lifetime = TimeSpan.FromMilliseconds(700),
        });
        var series = new[] { "spot:BTCUSDT/1m", "usdm:BTCUSDT/1m", "spot:ETHUSDT/15m" }.Select(CandleSeries.Parse).ToArray();
        var sinks = new OrderedSink[series.Length];
        var subscriptions = new List<IAsyncDisposable>();
        for (var i = 0; i < series.Length; i++)
        {
            sinks[i] = new(series[i].Interval);
            subscriptions.Add(await feed.SubscribeAsync(series[i], null, sinks[i], Cancellation));
        }

        await SimulatedVenue.UntilAsync(() => sinks.All(static s => s.Connected), Cancellation);
        var start = venue.Server.MarketTime;
        for (var hour = 0; hour < 24; hour++)
        {
            if (hour % 5 == 3)
            {
                venue.Fault("""{"kind":"drop-sockets","count":1}""");
                await SimulatedVenue.UntilAsync(() => sinks.Any(static s => !s.Connected), Cancellation);
            }

            for (var quarter = 0; quarter < 4; quarter++)
                venue.Minutes(15);
            await SimulatedVenue.UntilAsync(() => sinks.All(static s => s.Connected), Cancellation);
        }

        // One candle more, so that the last one of the day is known to be closed.
        venue.Minutes(15.1);
        for (var i = 0; i < series.Length; i++)
        {
            var last = series[i].Interval.OpenTimeOf(start + 24 * 3_600_000L - 1);
            await SimulatedVenue.UntilAsync(() => sinks[i].Last >= last, Cancellation);
            sinks[i].Count(start, last).ShouldBe((int)(24 * 3_600_000L / series[i].Interval.MaxLength), series[i].ToString());
        }

        foreach (var subscription in subscriptions)
            await subscription.DisposeAsync();
    }

    /// <summary>Keeps each candle once, as the market-data grain's sequencer does.</summary>
    private sealed class OrderedSink(CandleInterval interval) : TradingBot.Exchange.MarketData.ICandleFeedSink
    {
        private readonly Lock _gate = new();
        private readonly SortedSet<long> _seen = [];

        public bool Connected { get; private set; }

        public long Last
        {
            get
            {
                lock (_gate)
                    return _seen.Count == 0 ? -1 : _seen.Max;
            }
        }

        public int Count(long from, long to)
        {
            lock (_gate)
                return _seen.GetViewBetween(from, to).Count;
        }

        public ValueTask OnKlineAsync(Candle candle, bool isClosed)
        {
            candle.Invalidity().ShouldBeNull();
            interval.OpenTimeOf(candle.OpenTime).ShouldBe(candle.OpenTime);
            lock (_gate)
            {
                if (isClosed)
                    _seen.Add(candle.OpenTime);
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask OnStateAsync(TradingBot.Exchange.MarketData.FeedState state, string reason)
        {
            Connected = state == TradingBot.Exchange.MarketData.FeedState.Connected;
            return ValueTask.CompletedTask;
        }
    }
}

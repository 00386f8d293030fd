using System.Collections.Immutable;
using System.Threading.Channels;
using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Tests.Grains;

/// <summary>A venue in the test's hands: what it knows, what it sends and what it refuses.</summary>
public sealed class ScriptedFeed : ICandleFeed
{
    public const long Minute = 60_000;
    public static readonly CandleSeries Series = CandleSeries.Parse("spot:BTCUSDT/1m");

    private readonly Lock _gate = new();
    private readonly List<Candle> _history = [];
    private readonly List<Subscription> _open = [];
    private readonly Channel<long?> _subscribed = Channel.CreateUnbounded<long?>();

    /// <summary>When set, every request fails with it.</summary>
    public Exception? Failure { get; set; }

    public int HistoryRequests { get; private set; }

    public int OpenSubscriptions
    {
        get
        {
            lock (_gate)
                return _open.Count;
        }
    }

    public static Candle AtMinute(int minute)
    {
        var price = Fixed8.FromDecimal(1_000 + minute % 500);
        return new(minute * Minute, price, price + Fixed8.One, price - Fixed8.One, price, minute % 97);
    }

    /// <summary>The venue has these candles, whether or not it sends them.</summary>
    public void Close(params IEnumerable<int> minutes)
    {
        lock (_gate)
            _history.AddRange(minutes.Select(AtMinute));
    }

    /// <summary>The venue closes candles and sends them.</summary>
    public async Task SendAsync(params IEnumerable<int> minutes)
    {
        foreach (var minute in minutes)
        {
            Close(minute);
            await SendAsync(AtMinute(minute));
        }
    }

    public async Task SendAsync(Candle candle, bool isClosed = true)
    {
        foreach (var subscription in Open())
            await subscription.Sink.OnKlineAsync(candle, isClosed);
    }

    public async Task ReportAsync(FeedState state, string reason)
    {
        foreach (var subscription in Open())
            await subscription.Sink.OnStateAsync(state, reason);
    }

    /// <summary>Where the next subscription wants to continue.</summary>
    public ValueTask<long?> SubscribedAsync() => _subscribed.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public ValueTask<ImmutableArray<SymbolInfo>> GetSymbolsAsync(MarketType market, CancellationToken cancellationToken) =>
        new(market == Series.Symbol.Market ? [SymbolCatalogue.Find(Series.Symbol)!] : []);

    public Task<ImmutableArray<Candle>> GetHistoryAsync(CandleSeries series, long? from, long? to, int limit, CancellationToken cancellationToken)
    {
        HistoryRequests++;
        Check(series);
        lock (_gate)
        {
            var range = _history.Where(c => c.OpenTime >= (from ?? 0) && c.OpenTime <= (to ?? long.MaxValue)).OrderBy(c => c.OpenTime).ToList();
            return Task.FromResult(from is null ? range.TakeLast(limit).ToImmutableArray() : range.Take(limit).ToImmutableArray());
        }
    }

    public Task<IAsyncDisposable> SubscribeAsync(CandleSeries series, long? after, ICandleFeedSink sink, CancellationToken cancellationToken)
    {
        Check(series);
        var subscription = new Subscription(this, sink);
        lock (_gate)
            _open.Add(subscription);
        _subscribed.Writer.TryWrite(after);
        return Task.FromResult<IAsyncDisposable>(subscription);
    }

    /// <summary>The process that subscribed is dead.</summary>
    public void Forget()
    {
        lock (_gate)
            _open.Clear();
    }

    private Subscription[] Open()
    {
        lock (_gate)
            return [.. _open];
    }

    private void Check(CandleSeries series)
    {
        if (Failure is { } failure)
            throw failure;
        if (series.Symbol != Series.Symbol)
            throw new UnknownSymbolException(series.Symbol, null);
    }

    private sealed class Subscription(ScriptedFeed feed, ICandleFeedSink sink) : IAsyncDisposable
    {
        public ICandleFeedSink Sink => sink;

        public ValueTask DisposeAsync()
        {
            lock (feed._gate)
                feed._open.Remove(this);
            return ValueTask.CompletedTask;
        }
    }
}

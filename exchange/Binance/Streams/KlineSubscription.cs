using System.Threading.Channels;
using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Exchange.Binance.Streams;

/// <summary>
/// One series on its way to its sink: the frames that matter, in order of arrival, and after every (re)connect what REST has
/// and the stream may have missed.
/// </summary>
internal sealed class KlineSubscription : IAsyncDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(30);

    private readonly Channel<Item> _items = Channel.CreateUnbounded<Item>(new() { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly BinanceFeed _feed;
    private readonly CandleSeries _series;
    private readonly ICandleFeedSink _sink;
    private readonly TimeProvider _timeProvider;
    private readonly Action<KlineSubscription> _remove;
    private long _lastClosed;
    private long _lastOpened = -1;

    public KlineSubscription(
        BinanceFeed feed, CandleSeries series, long? after, ICandleFeedSink sink, TimeProvider timeProvider, Action<KlineSubscription> remove)
    {
        (_feed, _series, _sink, _timeProvider, _remove) = (feed, series, sink, timeProvider, remove);
        _lastClosed = after ?? -1;
        _ = Task.Run(PumpAsync);
    }

    public void OnFrame(in KlineFrame frame)
    {
        // Of a forming kline only the first frame says something: that all before it are closed.
        if (!frame.IsClosed && frame.OpenTime <= _lastOpened)
            return;
        if (!frame.TryGetCandle(out var candle))
            return;
        if (!frame.IsClosed)
            _lastOpened = frame.OpenTime;
        _items.Writer.TryWrite(new(ItemKind.Kline, candle, frame.IsClosed, ""));
    }

    public void OnConnected() => _items.Writer.TryWrite(new(ItemKind.Connected, default, false, ""));

    public void OnDisconnected(string reason) => _items.Writer.TryWrite(new(ItemKind.Disconnected, default, false, reason));

    /// <remarks>Does not wait for a delivery that is under way: the sink may be what is waiting for this method.</remarks>
    public async ValueTask DisposeAsync()
    {
        _remove(this);
        _items.Writer.TryComplete();
        await _stop.CancelAsync();
    }

    private async Task PumpAsync()
    {
        try
        {
            await foreach (var item in _items.Reader.ReadAllAsync(_stop.Token))
            {
                switch (item.Kind)
                {
                    case ItemKind.Kline:
                        await DeliverAsync(item.Candle, item.IsClosed);
                        break;
                    case ItemKind.Connected:
                        await FillAsync();
                        await TryAsync(() => _sink.OnStateAsync(FeedState.Connected, $"The stream of {_series} is running."));
                        break;
                    default:
                        await TryAsync(() => _sink.OnStateAsync(FeedState.Disconnected, $"The stream of {_series} is down: {item.Reason}"));
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The subscription has been disposed of.
        }
    }

    // Frames that arrive meanwhile wait in the channel, so order holds.
    private async Task FillAsync()
    {
        if (_lastClosed < 0)
            return;
        for (var pause = FirstRetry; ; pause = pause * 2 < LastRetry ? pause * 2 : LastRetry)
        {
            try
            {
                while (true)
                {
                    var candles = await _feed.GetHistoryAsync(_series, _lastClosed + 1, null, HistoryLimits.MaxCandles, _stop.Token);
                    foreach (var candle in candles)
                        await DeliverAsync(candle, isClosed: true);
                    if (candles.Length < HistoryLimits.MaxCandles)
                        return;
                }
            }
            catch (Exception e) when (e is BinanceException && !_stop.IsCancellationRequested)
            {
                await Task.Delay(pause, _timeProvider, _stop.Token);
            }
        }
    }

    private async Task DeliverAsync(Candle candle, bool isClosed)
    {
        await TryAsync(() => _sink.OnKlineAsync(candle, isClosed));
        if (isClosed && candle.OpenTime > _lastClosed)
            _lastClosed = candle.OpenTime;
    }

    // What the sink fails to take is offered again: it drops what it already had.
    private async Task TryAsync(Func<ValueTask> deliver)
    {
        for (var pause = FirstRetry; ; pause = pause * 2 < LastRetry ? pause * 2 : LastRetry)
        {
            _stop.Token.ThrowIfCancellationRequested();
            try
            {
                await deliver();
                return;
            }
            catch (Exception) when (!_stop.IsCancellationRequested)
            {
                await Task.Delay(pause, _timeProvider, _stop.Token);
            }
        }
    }

    private enum ItemKind
    {
        Kline,
        Connected,
        Disconnected,
    }

    private readonly record struct Item(ItemKind Kind, Candle Candle, bool IsClosed, string Reason);
}

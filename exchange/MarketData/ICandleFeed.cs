using System.Collections.Immutable;
using TradingBot.MarketData;

namespace TradingBot.Exchange.MarketData;

/// <summary>
/// A source of candles and symbols: the venue, a recording or a simulation. A market-data grain has one subscription per
/// series, however many traders follow it.
/// </summary>
public interface ICandleFeed
{
    /// <summary>The symbols of a market that the source knows, with their filters.</summary>
    ValueTask<ImmutableArray<SymbolInfo>> GetSymbolsAsync(MarketType market, CancellationToken cancellationToken);

    /// <summary>
    /// Closed candles in order, oldest first, without invalid ones; what Binance's <c>GET /api/v3/klines</c> answers.
    /// A range with nothing in it (an exchange outage) gives an empty array.
    /// </summary>
    /// <param name="series">The series.</param>
    /// <param name="from">First open time wanted, inclusive; null for the newest <paramref name="limit"/> candles up to <paramref name="to"/>.</param>
    /// <param name="to">Last open time wanted, inclusive; null for the newest closed candle.</param>
    /// <param name="limit">At most this many candles, 1 to 1,500: the oldest when <paramref name="from"/> is given, else the newest.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<ImmutableArray<Candle>> GetHistoryAsync(
        CandleSeries series, long? from, long? to, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Starts to deliver a series. Delivery is sequential: the next call waits for the task of the one before it, so a slow
    /// sink slows a recording down instead of filling memory.
    /// </summary>
    /// <param name="series">The series.</param>
    /// <param name="after">Continue behind this open time; null to begin where the source begins (a venue: now).</param>
    /// <param name="sink">Receives the candles, on a thread of the feed's.</param>
    /// <param name="cancellationToken">Ends the attempt to subscribe, not the subscription.</param>
    /// <returns>The subscription; disposing of it ends the delivery.</returns>
    Task<IAsyncDisposable> SubscribeAsync(
        CandleSeries series, long? after, ICandleFeedSink sink, CancellationToken cancellationToken);
}

/// <summary>Where a feed delivers one series.</summary>
public interface ICandleFeedSink
{
    /// <summary>
    /// A kline: every closed one, and the first frame of each that has just opened (which says that all before it are closed).
    /// May be late, doubled, out of order or invalid: the receiver sorts that out.
    /// </summary>
    /// <param name="candle">The kline as the source sent it.</param>
    /// <param name="isClosed">Binance's <c>k.x</c>.</param>
    ValueTask OnKlineAsync(Candle candle, bool isClosed);

    /// <summary>The state of the source has changed.</summary>
    /// <param name="state">The new state.</param>
    /// <param name="reason">Why, in words for an operator.</param>
    ValueTask OnStateAsync(FeedState state, string reason);
}

/// <summary>The state of a feed's subscription.</summary>
public enum FeedState
{
    /// <summary>Candles flow.</summary>
    Connected,

    /// <summary>The source is unreachable or silent; the feed is trying again.</summary>
    Disconnected,

    /// <summary>A recording has been played to its end.</summary>
    Ended,
}

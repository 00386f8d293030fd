using System.Collections.Immutable;
using TradingBot.Exchange.Binance.Rest;
using TradingBot.Exchange.Binance.Spot;
using TradingBot.Exchange.Binance.Streams;
using TradingBot.Exchange.Binance.Usdm;
using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Exchange.Binance;

/// <summary>Candles of both markets from Binance: live by stream, history by REST.</summary>
public sealed class BinanceFeed : ICandleFeed, IAsyncDisposable
{
    private readonly SpotClient _spot;
    private readonly UsdmClient _usdm;
    private readonly KlineStreams _spotStreams;
    private readonly KlineStreams _usdmStreams;
    private readonly TimeProvider _timeProvider;

    internal BinanceFeed(
        SpotClient spot, UsdmClient usdm, BinanceEndpoint spotEndpoint, BinanceEndpoint usdmEndpoint, TimeProvider timeProvider,
        StreamSettings? settings = null, FrameRecorder? recorder = null)
    {
        (_spot, _usdm, _timeProvider) = (spot, usdm, timeProvider);
        _spotStreams = new(new(spotEndpoint.StreamUrl), settings ?? new(), timeProvider, MarketType.Spot, recorder);
        _usdmStreams = new(new(usdmEndpoint.StreamUrl), settings ?? new(), timeProvider, MarketType.Usdm, recorder);
    }

    /// <inheritdoc/>
    /// <exception cref="BinanceException">Binance cannot be asked.</exception>
    public async ValueTask<ImmutableArray<SymbolInfo>> GetSymbolsAsync(MarketType market, CancellationToken cancellationToken) =>
        (market == MarketType.Spot ? await _spot.GetSymbolsAsync(cancellationToken) : await _usdm.GetSymbolsAsync(cancellationToken)).OrThrow();

    /// <inheritdoc/>
    /// <remarks>
    /// A candle counts as closed only when its successor has been seen in an answer: local clocks lie, and so does the venue's
    /// between its servers.
    /// </remarks>
    /// <exception cref="BinanceException">Binance cannot be asked.</exception>
    public async Task<ImmutableArray<Candle>> GetHistoryAsync(
        CandleSeries series, long? from, long? to, int limit, CancellationToken cancellationToken)
    {
        HistoryLimits.Check(limit);
        var candles = from is { } start
            ? await ForwardAsync(series, start, to, limit, cancellationToken)
            : await BackwardAsync(series, to, limit, cancellationToken);
        return [.. candles.Where(static c => c.Invalidity() is null)];
    }

    /// <inheritdoc/>
    public Task<IAsyncDisposable> SubscribeAsync(
        CandleSeries series, long? after, ICandleFeedSink sink, CancellationToken cancellationToken)
    {
        var streams = series.Symbol.Market == MarketType.Spot ? _spotStreams : _usdmStreams;
        var name = $"{series.Symbol.Symbol.ToLowerInvariant()}@kline_{series.Interval}";
        var subscription = new KlineSubscription(this, series, after, sink, _timeProvider, s => streams.Remove(name, s));
        streams.Add(name, subscription);
        return Task.FromResult<IAsyncDisposable>(subscription);
    }

    /// <summary>Ends all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _spotStreams.DisposeAsync();
        await _usdmStreams.DisposeAsync();
    }

    private async Task<List<Candle>> ForwardAsync(
        CandleSeries series, long from, long? to, int limit, CancellationToken cancellationToken)
    {
        var result = new List<Candle>();
        var next = from;
        while (result.Count < limit)
        {
            var asked = Math.Min(limit - result.Count + 1, ClientOf(series).MaxKlines);
            var rows = await RowsAsync(series, next, null, asked, cancellationToken);
            // The last row's successor is unknown: it comes with the next request or is still forming.
            for (var i = 0; i < rows.Count - 1 && result.Count < limit; i++)
            {
                if (rows[i].OpenTime > to)
                    return result;
                result.Add(rows[i]);
            }

            if (rows.Count < asked)
                break;
            next = rows[^1].OpenTime;
        }

        return result;
    }

    private async Task<List<Candle>> BackwardAsync(CandleSeries series, long? to, int limit, CancellationToken cancellationToken)
    {
        var result = new List<Candle>();
        var until = to;
        // A row is asked for beyond the last one wanted, to see that it is closed.
        var rows = to is { } last ? await RowsAsync(series, last + 1, null, 1, cancellationToken) : [];
        var successorSeen = rows.Count > 0;
        while (result.Count < limit)
        {
            var asked = Math.Min(limit - result.Count + (successorSeen ? 0 : 1), ClientOf(series).MaxKlines);
            rows = await RowsAsync(series, null, until, asked, cancellationToken);
            var full = rows.Count == asked;
            if (rows.Count > 0)
                until = rows[0].OpenTime - 1;
            if (!successorSeen && rows.Count > 0)
                rows.RemoveAt(rows.Count - 1);
            successorSeen = true;
            result.InsertRange(0, rows);
            if (!full || until < 0)
                break;
        }

        return result;
    }

    private MarketClient ClientOf(CandleSeries series) => series.Symbol.Market == MarketType.Spot ? _spot : _usdm;

    private async Task<List<Candle>> RowsAsync(CandleSeries series, long? from, long? to, int limit, CancellationToken cancellationToken)
    {
        var result = await ClientOf(series).GetKlinesAsync(series.Symbol.Symbol, series.Interval, from, to, limit, cancellationToken);
        return result.Error?.Code == -1121 ? throw new UnknownSymbolException(series.Symbol, "Binance does not list it") : result.OrThrow();
    }
}

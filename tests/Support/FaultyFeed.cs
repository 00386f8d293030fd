using System.Collections.Immutable;
using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Tests.Support;

/// <summary>A feed between which and its sink lies a bad network, the same one for the same seed.</summary>
public sealed class FaultyFeed(ICandleFeed inner, FaultRates rates, int seed) : ICandleFeed
{
    private readonly Random _historyRandom = new(seed);

    public ValueTask<ImmutableArray<SymbolInfo>> GetSymbolsAsync(MarketType market, CancellationToken cancellationToken) =>
        inner.GetSymbolsAsync(market, cancellationToken);

    public async Task<ImmutableArray<Candle>> GetHistoryAsync(
        CandleSeries series, long? from, long? to, int limit, CancellationToken cancellationToken)
    {
        var (fails, lags) = Roll();
        if (fails)
            throw new HttpRequestException("The history request failed on purpose.");
        var candles = await inner.GetHistoryAsync(series, from, to, limit, cancellationToken);
        return lags && candles.Length > 0 && candles.Length < limit ? candles.RemoveAt(candles.Length - 1) : candles;
    }

    public Task<IAsyncDisposable> SubscribeAsync(
        CandleSeries series, long? after, ICandleFeedSink sink, CancellationToken cancellationToken) =>
        inner.SubscribeAsync(series, after, new FaultySink(series.Interval, sink, rates, new(seed)), cancellationToken);

    private (bool Fails, bool Lags) Roll()
    {
        lock (_historyRandom)
            return (_historyRandom.NextDouble() < rates.HistoryFailure, _historyRandom.NextDouble() < rates.HistoryLag);
    }

    private sealed class FaultySink(CandleInterval interval, ICandleFeedSink sink, FaultRates rates, Random random)
        : ICandleFeedSink
    {
        private readonly List<(int Frames, Candle Candle)> _held = [];

        public async ValueTask OnKlineAsync(Candle candle, bool isClosed)
        {
            for (var i = _held.Count - 1; i >= 0; i--)
            {
                var (frames, held) = _held[i];
                _held[i] = (frames - 1, held);
                if (frames > 1)
                    continue;
                _held.RemoveAt(i);
                await sink.OnKlineAsync(held, isClosed: true);
            }

            if (isClosed && Happens(rates.Drop))
                return;
            if (isClosed && Happens(rates.Delay))
                _held.Add((1 + random.Next(5), candle));
            else
                await sink.OnKlineAsync(Happens(rates.Corrupt) ? Corrupt(candle) : candle, isClosed);
            if (Happens(rates.Duplicate))
                await sink.OnKlineAsync(candle, isClosed);
            if (isClosed && Happens(rates.Opening))
                await sink.OnKlineAsync(new(interval.NextOpenTime(candle.OpenTime), candle.Close, candle.Close, candle.Close, candle.Close, 0), false);
        }

        public async ValueTask OnStateAsync(FeedState state, string reason)
        {
            foreach (var (_, candle) in _held)
                await sink.OnKlineAsync(candle, isClosed: true);
            _held.Clear();
            await sink.OnStateAsync(state, reason);
        }

        private bool Happens(double rate) => random.NextDouble() < rate;

        private Candle Corrupt(Candle candle) => random.Next(6) switch
        {
            0 => candle with { Low = Fixed8.Zero },
            1 => candle with { High = candle.Low, Low = candle.High + Fixed8.One },
            2 => candle with { Volume = -1 },
            3 => candle with { Open = -candle.Open },
            4 => candle with { OpenTime = candle.OpenTime + 7 },
            _ => candle with { OpenTime = candle.OpenTime + 100_000 * interval.MaxLength },
        };
    }
}

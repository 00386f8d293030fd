using System.Collections.Immutable;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Simulation;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Tests.Grains.Risk;

/// <summary>The simulated market, one minute at a time, whenever the test says so.</summary>
public sealed class StepFeed : ICandleFeed
{
    private readonly SimulatedFeed _market = new(7, 1, SimulatedFeed.DefaultStart.AddYears(1), TimeProvider.System);
    private readonly Lock _gate = new();
    private readonly Dictionary<CandleSeries, ICandleFeedSink> _sinks = [];
    private long _last = SimulatedFeed.DefaultStart.ToUnixTimeMilliseconds();

    /// <summary>Open time of the last candle that has closed.</summary>
    public long Last => _last;

    /// <summary>A market whose symbols cannot be read; null for none.</summary>
    public MarketType? Unavailable { get; set; }

    public ValueTask<ImmutableArray<SymbolInfo>> GetSymbolsAsync(MarketType market, CancellationToken cancellationToken) =>
        market == Unavailable ? throw new VenueUnavailableException($"{market} is away") : _market.GetSymbolsAsync(market, cancellationToken);

    public Task<ImmutableArray<Candle>> GetHistoryAsync(CandleSeries series, long? from, long? to, int limit, CancellationToken cancellationToken) =>
        _market.GetHistoryAsync(series, from, Math.Min(to ?? _last, _last), limit, cancellationToken);

    public Task<IAsyncDisposable> SubscribeAsync(CandleSeries series, long? after, ICandleFeedSink sink, CancellationToken cancellationToken)
    {
        lock (_gate)
            _sinks[series] = sink;
        return Task.FromResult<IAsyncDisposable>(new Subscription(this, series, sink));
    }

    /// <summary>A minute of every series that is followed closes.</summary>
    /// <returns>Its open time.</returns>
    public async Task<long> NextAsync()
    {
        _last += 60_000;
        KeyValuePair<CandleSeries, ICandleFeedSink>[] sinks;
        lock (_gate)
            sinks = [.. _sinks];
        foreach (var (series, sink) in sinks)
            await sink.OnKlineAsync((await _market.GetHistoryAsync(series, _last, _last, 1, default)).Single(), isClosed: true);
        return _last;
    }

    private sealed class Subscription(StepFeed feed, CandleSeries series, ICandleFeedSink sink) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            // A process that was killed may still be at its end while the next one has begun.
            lock (feed._gate)
            {
                if (feed._sinks.GetValueOrDefault(series) == sink)
                    feed._sinks.Remove(series);
            }

            return default;
        }
    }
}

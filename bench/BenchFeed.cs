using System.Collections.Immutable;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Simulation;
using TradingBot.MarketData;

namespace TradingBot.Bench;

/// <summary>The simulated market, one candle at a time, whenever the benchmark says so.</summary>
internal sealed class BenchFeed : ICandleFeed
{
    private readonly SimulatedFeed _market = new(1, 1, SimulatedFeed.DefaultStart.AddYears(1), TimeProvider.System);
    private readonly TaskCompletionSource<ICandleFeedSink> _sink = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _last = SimulatedFeed.DefaultStart.ToUnixTimeMilliseconds();

    public ValueTask<ImmutableArray<SymbolInfo>> GetSymbolsAsync(MarketType market, CancellationToken cancellationToken) => _market.GetSymbolsAsync(market, cancellationToken);

    public Task<ImmutableArray<Candle>> GetHistoryAsync(
        CandleSeries series, long? from, long? to, int limit, CancellationToken cancellationToken) =>
        _market.GetHistoryAsync(series, from, Math.Min(to ?? _last, _last), limit, cancellationToken);

    public Task<IAsyncDisposable> SubscribeAsync(CandleSeries series, long? after, ICandleFeedSink sink, CancellationToken cancellationToken)
    {
        _sink.TrySetResult(sink);
        return Task.FromResult<IAsyncDisposable>(new Subscription());
    }

    /// <summary>Delivers the next candle; completes when every trader has taken it.</summary>
    public async Task NextAsync(CandleSeries series)
    {
        var next = series.Interval.NextOpenTime(_last);
        var candle = (await _market.GetHistoryAsync(series, next, next, 1, default)).Single();
        _last = next;
        await (await _sink.Task).OnKlineAsync(candle, isClosed: true);
    }

    private sealed class Subscription : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => default;
    }
}

using System.Collections.Immutable;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Simulation;
using TradingBot.MarketData;

namespace TradingBot.Tests.Grains;

/// <summary>
/// The simulated market behind a bad network, new with every subscription: a service that starts again finds a market that has
/// forgotten it.
/// </summary>
public sealed class RestartingFeed(double faultRate, int seed) : ICandleFeed
{
    private ICandleFeed? _current;

    private ICandleFeed Current => _current ??= new FaultyFeed(
        new SimulatedFeed(7, 0, SimulatedFeed.DefaultStart, TimeProvider.System), FaultRates.All(faultRate), seed);

    public ValueTask<ImmutableArray<SymbolInfo>> GetSymbolsAsync(MarketType market, CancellationToken cancellationToken) => Current.GetSymbolsAsync(market, cancellationToken);

    public Task<ImmutableArray<Candle>> GetHistoryAsync(CandleSeries series, long? from, long? to, int limit, CancellationToken cancellationToken) =>
        Current.GetHistoryAsync(series, from, to, limit, cancellationToken);

    public Task<IAsyncDisposable> SubscribeAsync(CandleSeries series, long? after, ICandleFeedSink sink, CancellationToken cancellationToken)
    {
        _current = null;
        return Current.SubscribeAsync(series, after, sink, cancellationToken);
    }
}

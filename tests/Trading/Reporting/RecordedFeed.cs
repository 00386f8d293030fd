using System.Collections.Immutable;
using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Tests.Trading.Reporting;

/// <summary>Candles that have all been published.</summary>
internal sealed class RecordedFeed(SymbolInfo symbol, Candle[] candles) : ICandleFeed
{
    public Task<ImmutableArray<Candle>> ReadAsync(long? from, long? to, int limit)
    {
        var wanted = candles.Where(c => c.OpenTime >= (from ?? 0) && c.OpenTime <= (to ?? long.MaxValue));
        return Task.FromResult<ImmutableArray<Candle>>([.. from is null ? wanted.TakeLast(limit) : wanted.Take(limit)]);
    }

    public ValueTask<ImmutableArray<SymbolInfo>> GetSymbolsAsync(MarketType market, CancellationToken cancellationToken) => new([.. new[] { symbol }.Where(s => s.Id.Market == market)]);

    public Task<ImmutableArray<Candle>> GetHistoryAsync(
        CandleSeries series, long? from, long? to, int limit, CancellationToken cancellationToken) => ReadAsync(from, to, limit);

    public Task<IAsyncDisposable> SubscribeAsync(
        CandleSeries series, long? after, ICandleFeedSink sink, CancellationToken cancellationToken) => throw new NotSupportedException();
}

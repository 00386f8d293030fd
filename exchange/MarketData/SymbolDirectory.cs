using System.Collections.Frozen;
using TradingBot.MarketData;

namespace TradingBot.Exchange.MarketData;

/// <summary>The symbols of the configured source, read once and kept for a while.</summary>
/// <param name="feed">The source.</param>
/// <param name="timeProvider">Clock.</param>
public sealed class SymbolDirectory(ICandleFeed feed, TimeProvider timeProvider)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private volatile Cache? _cache;
    private Task<FrozenDictionary<MarketSymbol, SymbolInfo>>? _reading;

    /// <summary>The symbol with its filters, or null when the source does not have it.</summary>
    public async ValueTask<SymbolInfo?> FindAsync(MarketSymbol symbol, CancellationToken cancellationToken = default) =>
        (await ReadAsync(cancellationToken)).GetValueOrDefault(symbol);

    /// <summary>All symbols, in order.</summary>
    public async ValueTask<IReadOnlyList<SymbolInfo>> GetAllAsync(CancellationToken cancellationToken = default) =>
        [.. (await ReadAsync(cancellationToken)).Values.OrderBy(s => s.Id.ToString(), StringComparer.Ordinal)];

    // However many ask at once, the source is asked once.
    private async ValueTask<FrozenDictionary<MarketSymbol, SymbolInfo>> ReadAsync(CancellationToken cancellationToken)
    {
        if (_cache is { } cache && timeProvider.GetElapsedTime(cache.ReadAt) < MaxAge)
            return cache.Symbols;
        Task<FrozenDictionary<MarketSymbol, SymbolInfo>> reading;
        lock (_gate)
            reading = _reading ??= Task.Run(AskAsync, CancellationToken.None);
        return await reading.WaitAsync(cancellationToken);
    }

    private async Task<FrozenDictionary<MarketSymbol, SymbolInfo>> AskAsync()
    {
        try
        {
            var symbols = (await feed.GetSymbolsAsync(CancellationToken.None)).ToFrozenDictionary(s => s.Id);
            _cache = new(symbols, timeProvider.GetTimestamp());
            return symbols;
        }
        finally
        {
            lock (_gate)
                _reading = null;
        }
    }

    private sealed record Cache(FrozenDictionary<MarketSymbol, SymbolInfo> Symbols, long ReadAt);
}

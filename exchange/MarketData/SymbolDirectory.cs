using System.Collections.Frozen;
using TradingBot.MarketData;

namespace TradingBot.Exchange.MarketData;

/// <summary>The symbols of the configured source, read once and kept for a while.</summary>
/// <param name="feed">The source.</param>
/// <param name="timeProvider">Clock.</param>
public sealed class SymbolDirectory(ICandleFeed feed, TimeProvider timeProvider)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    private (FrozenDictionary<MarketSymbol, SymbolInfo> Symbols, long ReadAt)? _cache;

    /// <summary>The symbol with its filters, or null when the source does not have it.</summary>
    public async ValueTask<SymbolInfo?> FindAsync(MarketSymbol symbol, CancellationToken cancellationToken = default) =>
        (await ReadAsync(cancellationToken)).GetValueOrDefault(symbol);

    /// <summary>All symbols, in order.</summary>
    public async ValueTask<IReadOnlyList<SymbolInfo>> GetAllAsync(CancellationToken cancellationToken = default) =>
        [.. (await ReadAsync(cancellationToken)).Values.OrderBy(s => s.Id.ToString(), StringComparer.Ordinal)];

    private async ValueTask<FrozenDictionary<MarketSymbol, SymbolInfo>> ReadAsync(CancellationToken cancellationToken)
    {
        if (_cache is { } cache && timeProvider.GetElapsedTime(cache.ReadAt) < MaxAge)
            return cache.Symbols;
        var symbols = (await feed.GetSymbolsAsync(cancellationToken)).ToFrozenDictionary(s => s.Id);
        _cache = (symbols, timeProvider.GetTimestamp());
        return symbols;
    }
}

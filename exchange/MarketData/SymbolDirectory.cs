using System.Collections.Frozen;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Exchange.MarketData;

/// <summary>
/// The symbols of the configured source, read once and kept for a while, each market by itself: one may be blocked where the service runs.
/// A market that cannot be asked has the symbols that it had last.
/// </summary>
/// <param name="feed">The source.</param>
/// <param name="timeProvider">Clock.</param>
public sealed class SymbolDirectory(ICandleFeed feed, TimeProvider timeProvider)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    private readonly Market[] _markets = [.. Enum.GetValues<MarketType>().Select(static m => new Market(m))];

    /// <summary>The symbol with its filters, or null when the source does not have it.</summary>
    /// <exception cref="VenueUnavailableException">Its market cannot be asked, and never could.</exception>
    public async ValueTask<SymbolInfo?> FindAsync(MarketSymbol symbol, CancellationToken cancellationToken = default) =>
        (await ReadAsync(_markets[(int)symbol.Market], cancellationToken)).GetValueOrDefault(symbol);

    /// <summary>All symbols, in order, without those of a market that cannot be asked.</summary>
    /// <exception cref="VenueUnavailableException">No market can be asked.</exception>
    public async ValueTask<IReadOnlyList<SymbolInfo>> GetAllAsync(CancellationToken cancellationToken = default)
    {
        var readings = _markets.Select(m => ReadAsync(m, cancellationToken).AsTask()).ToArray();
        var symbols = new List<SymbolInfo>();
        var silent = new List<VenueUnavailableException>();
        foreach (var reading in readings)
        {
            try
            {
                symbols.AddRange((await reading).Values);
            }
            catch (VenueUnavailableException e)
            {
                silent.Add(e);
            }
        }

        return silent.Count < readings.Length
            ? [.. symbols.OrderBy(static s => s.Id.ToString(), StringComparer.Ordinal)]
            : throw new VenueUnavailableException(silent[0].Message, silent[0]);
    }

    // However many ask at once, the source is asked once.
    private async ValueTask<FrozenDictionary<MarketSymbol, SymbolInfo>> ReadAsync(Market market, CancellationToken cancellationToken)
    {
        if (market.Cache is { } cache && timeProvider.GetElapsedTime(cache.ReadAt) < MaxAge)
            return cache.Symbols;
        Task<FrozenDictionary<MarketSymbol, SymbolInfo>> reading;
        lock (market)
            reading = market.Reading ??= Task.Run(() => AskAsync(market), CancellationToken.None);
        return await reading.WaitAsync(cancellationToken);
    }

    private async Task<FrozenDictionary<MarketSymbol, SymbolInfo>> AskAsync(Market market)
    {
        try
        {
            return Keep((await feed.GetSymbolsAsync(market.Type, CancellationToken.None)).ToFrozenDictionary(static s => s.Id));
        }
        catch (VenueUnavailableException) when (market.Cache is not null)
        {
            return Keep(market.Cache.Symbols);
        }
        finally
        {
            lock (market)
                market.Reading = null;
        }

        FrozenDictionary<MarketSymbol, SymbolInfo> Keep(FrozenDictionary<MarketSymbol, SymbolInfo> symbols)
        {
            market.Cache = new(symbols, timeProvider.GetTimestamp());
            return symbols;
        }
    }

    private sealed class Market(MarketType type)
    {
        private volatile Cache? _cache;

        public MarketType Type => type;

        public Cache? Cache
        {
            get => _cache;
            set => _cache = value;
        }

        public Task<FrozenDictionary<MarketSymbol, SymbolInfo>>? Reading { get; set; }
    }

    private sealed record Cache(FrozenDictionary<MarketSymbol, SymbolInfo> Symbols, long ReadAt);
}

using System.Collections.Immutable;
using Orleans.Concurrency;
using TradingBot.MarketData;

namespace TradingBot.Catalog;

/// <summary>What there is to choose from: symbols and strategies. One grain, key <see cref="Key"/>.</summary>
[Alias("catalog")]
public interface ICatalogGrain : IGrainWithStringKey
{
    /// <summary>The key of the only grain of this kind.</summary>
    const string Key = "all";

    /// <summary>The symbols of the market-data source with their filters, in order.</summary>
    [AlwaysInterleave, Alias("get-symbols")]
    Task<ImmutableArray<SymbolInfo>> GetSymbolsAsync();

    /// <summary>One symbol, or null when the source does not have it.</summary>
    [AlwaysInterleave, Alias("find-symbol")]
    Task<SymbolInfo?> FindSymbolAsync(MarketSymbol symbol);

    /// <summary>The strategies, in the order of their names.</summary>
    [AlwaysInterleave, Alias("get-strategies")]
    Task<ImmutableArray<StrategyInfo>> GetStrategiesAsync();
}

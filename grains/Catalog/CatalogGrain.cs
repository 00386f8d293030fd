using System.Collections.Immutable;
using Orleans;
using TradingBot.Catalog;
using TradingBot.Exchange.MarketData;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.MarketData;

namespace TradingBot.Grains.Catalog;

/// <summary>Tells what the source of candles and the catalogue of strategies have.</summary>
public sealed class CatalogGrain(SymbolDirectory symbols, StrategyCatalog strategies) : Grain, ICatalogGrain
{
    public async Task<ImmutableArray<SymbolInfo>> GetSymbolsAsync() => [.. await symbols.GetAllAsync()];

    public async Task<SymbolInfo?> FindSymbolAsync(MarketSymbol symbol) => await symbols.FindAsync(symbol);

    public Task<ImmutableArray<StrategyInfo>> GetStrategiesAsync() => Task.FromResult(strategies.Plugins.Select(Describe).ToImmutableArray());

    private static StrategyInfo Describe(IStrategyPlugin plugin) =>
        new(plugin.Name, plugin.Description, [.. plugin.Parameters.Select(p => new StrategyParameterInfo(
            p.Name, p.Description, p.Unit, p.Min, p.Max, p.Default, p.IsInteger))]);
}

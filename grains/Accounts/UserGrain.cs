using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using TradingBot.Accounts;
using TradingBot.MarketData;

namespace TradingBot.Grains.Accounts;

/// <summary>Knows a user's traders.</summary>
public sealed class UserGrain([PersistentState("user", "grains")] IPersistentState<UserState> state) : Grain, IUserGrain
{
    public async Task AddTraderAsync(MarketSymbol symbol)
    {
        if (!state.State.Traders.Add(symbol))
            return;
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    public Task<ImmutableArray<MarketSymbol>> GetTradersAsync() =>
        Task.FromResult(state.State.Traders.OrderBy(s => s.ToString(), StringComparer.Ordinal).ToImmutableArray());
}

using Orleans;
using Orleans.Runtime;
using TradingBot.Grains.Diagnostics;

namespace TradingBot.Grains.Storage;

/// <summary>A grain with one durable record.</summary>
public abstract class StoredGrain<T>(IPersistentState<T> state) : Grain
{
    /// <summary>The record.</summary>
    protected T State => state.State;

    /// <summary>
    /// Makes the record durable. If that fails the activation ends: what is in memory is not what is stored, and the next call
    /// starts from the store.
    /// </summary>
    protected async Task SaveAsync()
    {
        try
        {
            await StorageMetrics.TimeAsync(() => state.WriteStateAsync());
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>Forgets the record and ends the activation.</summary>
    protected async Task ClearAsync()
    {
        await state.ClearStateAsync();
        DeactivateOnIdle();
    }
}

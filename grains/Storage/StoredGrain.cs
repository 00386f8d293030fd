using Orleans;
using Orleans.Runtime;

namespace TradingBot.Grains.Storage;

/// <summary>A grain with one durable record.</summary>
public abstract class StoredGrain<T> : Grain
{
    private readonly IPersistentState<T> _state;
    private readonly SerialWriter _writer;

    protected StoredGrain(IPersistentState<T> state)
    {
        _state = state;
        _writer = new(() => state.WriteStateAsync());
    }

    /// <summary>The record.</summary>
    protected T State => _state.State;

    /// <summary>
    /// Makes the record durable; calls that interleave share writes. If that fails the activation ends: what is in memory is not what is stored, and the next call
    /// starts from the store.
    /// </summary>
    protected async Task SaveAsync()
    {
        try
        {
            await _writer.WriteAsync();
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
        await _state.ClearStateAsync();
        DeactivateOnIdle();
    }
}

using Orleans;
using Orleans.Runtime;
using TradingBot.Secrets;

namespace TradingBot.Grains.Secrets;

/// <summary>Keeps the value by which a start with another master key is noticed.</summary>
public sealed class MasterKeyCheckGrain(
    [PersistentState("master-key-check", "grains")] IPersistentState<MasterKeyCheckState> state) : Grain, IMasterKeyCheckGrain
{
    public Task<SealedSecret?> GetAsync() => Task.FromResult(state.State.Value);

    public async Task SetAsync(SealedSecret value)
    {
        state.State.Value = value;
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
}

/// <summary>The durable state of <see cref="MasterKeyCheckGrain"/>.</summary>
public sealed class MasterKeyCheckState
{
    /// <summary>The value, sealed by the master key.</summary>
    public SealedSecret? Value { get; set; }
}

using Orleans;
using Orleans.Runtime;
using TradingBot.Grains.Storage;
using TradingBot.Secrets;

namespace TradingBot.Grains.Secrets;

/// <summary>Keeps the value by which a start with another master key is noticed.</summary>
public sealed class MasterKeyCheckGrain(
    [PersistentState("master-key-check", "grains")] IPersistentState<MasterKeyCheckState> state) : StoredGrain<MasterKeyCheckState>(state), IMasterKeyCheckGrain
{
    public Task<SealedSecret?> GetAsync() => Task.FromResult(State.Value);

    public Task SetAsync(SealedSecret value)
    {
        State.Value = value;
        return SaveAsync();
    }
}

/// <summary>The durable state of <see cref="MasterKeyCheckGrain"/>.</summary>
public sealed class MasterKeyCheckState
{
    /// <summary>The value, sealed by the master key.</summary>
    public SealedSecret? Value { get; set; }
}

using Orleans.Runtime;

namespace Orleans;

/// <summary>What the engine needs of a grain class; <see cref="Grain"/> has it all.</summary>
public interface IGrainBase
{
    /// <summary>The activation that the grain object lives in.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Runs before the first call. An exception refuses that call; the next one tries again.</summary>
    /// <param name="token">Cancelled when the activation takes too long.</param>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Runs after the last call; not guaranteed, a crash skips it.</summary>
    /// <param name="reason">Why the activation ends.</param>
    /// <param name="token">Cancelled when the deactivation takes too long.</param>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}

using Orleans.Runtime;

namespace Orleans;

/// <summary>Base class of grains.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    private readonly IActivation _activation;

    /// <summary>Called by the engine only: a grain object exists inside its activation.</summary>
    /// <exception cref="InvalidOperationException">Somebody else constructs the grain.</exception>
    protected Grain() =>
        _activation = ActivationBeingBuilt.Current
            ?? throw new InvalidOperationException($"{GetType()} is a grain: get a reference from IGrainFactory instead of constructing it.");

    /// <summary>The activation that this object lives in.</summary>
    public IGrainContext GrainContext => _activation;

    /// <summary>A reference to this grain.</summary>
    public GrainReference GrainReference => _activation.GrainReference;

    /// <summary>The grain's identity as text, type and key.</summary>
    public string IdentityString => _activation.GrainId.ToString();

    /// <summary>Gives references to other grains.</summary>
    protected IGrainFactory GrainFactory => _activation.GrainFactory;

    /// <summary>The services of this activation.</summary>
    protected internal IServiceProvider ServiceProvider => _activation.ActivationServices;

    /// <summary>Ends this activation as soon as the current call is done. The next call makes a new one.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <summary>Keeps this activation from being collected for a while, however idle it is.</summary>
    /// <param name="timeSpan">How long from now.</param>
    protected void DelayDeactivation(TimeSpan timeSpan) => _activation.DelayDeactivation(timeSpan);

    /// <inheritdoc cref="IGrainBase.OnActivateAsync"/>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc cref="IGrainBase.OnDeactivateAsync"/>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;
}

namespace Orleans.Runtime;

/// <summary>An activation: the life of one grain object between two times of being forgotten.</summary>
public interface IGrainContext
{
    /// <summary>The services of this activation; scoped services live as long as it does.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Completes when the activation has ended.</summary>
    Task Deactivated { get; }

    /// <summary>The grain's identity.</summary>
    GrainId GrainId { get; }

    /// <summary>The grain object; null before it is built and after the activation has ended.</summary>
    object? GrainInstance { get; }

    /// <summary>A reference to the grain.</summary>
    GrainReference GrainReference { get; }

    /// <summary>Ends the activation as soon as its running calls are done. Calls that wait go to the next activation.</summary>
    /// <param name="deactivationReason">Told to the grain and the log.</param>
    /// <param name="cancellationToken">Not used here.</param>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}

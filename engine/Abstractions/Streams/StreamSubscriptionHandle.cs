using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A subscription. Resuming or ending it uses the handle up.</summary>
/// <typeparam name="T">The items' type.</typeparam>
[GenerateSerializer]
public abstract class StreamSubscriptionHandle<T> : IEquatable<StreamSubscriptionHandle<T>?>
{
    /// <summary>The subscription's identity.</summary>
    public abstract Guid HandleId { get; }

    /// <summary>The provider's name.</summary>
    public abstract string ProviderName { get; }

    /// <summary>The stream.</summary>
    public abstract StreamId StreamId { get; }

    /// <summary>Attaches an observer to the subscription in this activation.</summary>
    /// <param name="observer">Receives the items from here on.</param>
    /// <param name="token">Null: streams cannot be rewound here.</param>
    /// <returns>The handle that is valid from here on.</returns>
    /// <exception cref="InvalidOperationException">The handle is used up.</exception>
    public abstract Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null);

    /// <summary>Ends the subscription. Durable when the task completes.</summary>
    /// <exception cref="InvalidOperationException">The handle is used up.</exception>
    public abstract Task UnsubscribeAsync();

    /// <inheritdoc/>
    public abstract bool Equals(StreamSubscriptionHandle<T>? other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StreamSubscriptionHandle<T>);

    /// <inheritdoc/>
    public override int GetHashCode() => HandleId.GetHashCode();
}

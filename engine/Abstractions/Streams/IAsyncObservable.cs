namespace Orleans.Streams;

/// <summary>Something that can be subscribed to.</summary>
/// <typeparam name="T">The items' type.</typeparam>
public interface IAsyncObservable<T>
{
    /// <summary>
    /// Subscribes. A grain's subscription is durable when the task completes, outlives the activation and the process, and
    /// activates the grain for an item. A client's subscription lives as long as the process.
    /// </summary>
    /// <param name="observer">Receives the items, one at a time, in turns of the grain.</param>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer);
}

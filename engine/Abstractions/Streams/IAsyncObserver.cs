namespace Orleans.Streams;

/// <summary>Receives the items of a stream.</summary>
/// <typeparam name="T">The items' type.</typeparam>
public interface IAsyncObserver<in T>
{
    /// <summary>
    /// On a stream: publishes an item. With the embedded engine the task completes when every subscriber has processed the
    /// item or failed to; that slows a producer down to its subscribers, but nothing may rely on it for correctness, since
    /// other providers only accept the item. On an observer: an item has come.
    /// </summary>
    /// <param name="item">The item, immutable.</param>
    /// <param name="token">The item's place in the stream; null when publishing.</param>
    Task OnNextAsync(T item, StreamSequenceToken? token = null);

    /// <summary>No more items will come.</summary>
    Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>The producer reports an error.</summary>
    Task OnErrorAsync(Exception ex);
}

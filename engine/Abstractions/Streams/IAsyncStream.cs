using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A stream without its items' type.</summary>
public interface IAsyncStream
{
    /// <summary>Whether a subscription can start in the past. False here.</summary>
    bool IsRewindable { get; }

    /// <summary>The provider's name.</summary>
    string ProviderName { get; }

    /// <summary>The stream's identity.</summary>
    StreamId StreamId { get; }
}

/// <summary>A stream: producers call <c>OnNextAsync</c>, subscribers <c>SubscribeAsync</c>.</summary>
/// <typeparam name="T">The items' type.</typeparam>
public interface IAsyncStream<T> : IAsyncStream, IEquatable<IAsyncStream<T>>, IAsyncObservable<T>, IAsyncObserver<T>
{
    /// <summary>The caller's own subscriptions. A grain resumes each in <c>OnActivateAsync</c>, or it misses its items.</summary>
    Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles();
}

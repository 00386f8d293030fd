using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Shorter ways to name a stream.</summary>
public static class StreamProviderExtensions
{
    /// <summary>The stream of this namespace and key.</summary>
    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string ns, string id) =>
        streamProvider.GetStream<T>(StreamId.Create(ns, id));
}

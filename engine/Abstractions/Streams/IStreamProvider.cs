using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A named source of streams.</summary>
public interface IStreamProvider
{
    /// <summary>Whether a subscription can start in the past. False here.</summary>
    bool IsRewindable { get; }

    /// <summary>The provider's name.</summary>
    string Name { get; }

    /// <summary>The stream of this identity; every stream exists.</summary>
    /// <typeparam name="T">The items' type, the same for producers and subscribers.</typeparam>
    IAsyncStream<T> GetStream<T>(StreamId streamId);
}

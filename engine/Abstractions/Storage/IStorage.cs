namespace Orleans.Core;

/// <summary>A stored record of a grain.</summary>
public interface IStorage
{
    /// <summary>The version of the record that <c>State</c> was read from or written as; null when there is none.</summary>
    string? Etag { get; }

    /// <summary>Whether storage holds the record.</summary>
    bool RecordExists { get; }

    /// <summary>Clears the record. Durable when the task completes.</summary>
    /// <exception cref="Storage.InconsistentStateException">Somebody else has written since.</exception>
    Task ClearStateAsync();

    /// <inheritdoc cref="ClearStateAsync()"/>
    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    /// <summary>Reads the record again.</summary>
    Task ReadStateAsync();

    /// <inheritdoc cref="ReadStateAsync()"/>
    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();

    /// <summary>
    /// Writes the state as it is at this moment. Durable when the task completes; after a failure storage holds what it held.
    /// </summary>
    /// <exception cref="Storage.InconsistentStateException">Somebody else has written since; the activation ends.</exception>
    Task WriteStateAsync();

    /// <inheritdoc cref="WriteStateAsync()"/>
    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();
}

/// <summary>A stored record of a grain and its value.</summary>
/// <typeparam name="TState">The value's type.</typeparam>
public interface IStorage<TState> : IStorage
{
    /// <summary>The value in memory: read before <c>OnActivateAsync</c>, a new one when nothing is stored.</summary>
    TState State { get; set; }
}

using Orleans.Streams;

namespace Orleans;

/// <summary>Streams for code that is not a grain.</summary>
public static class ClientStreamingExtensions
{
    /// <summary>The provider of this name; subscriptions made through it live as long as the process.</summary>
    /// <exception cref="KeyNotFoundException">No provider has this name.</exception>
    public static IStreamProvider GetStreamProvider(this IClusterClient client, string name) =>
        ((IStreamingClient)client).GetStreamProvider(name);
}

internal interface IStreamingClient
{
    IStreamProvider GetStreamProvider(string name);
}

using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans;

/// <summary>Streams for grains.</summary>
public static class GrainStreamingExtensions
{
    /// <summary>The provider of this name; subscriptions made through it are the grain's.</summary>
    /// <exception cref="KeyNotFoundException">No provider has this name.</exception>
    public static IStreamProvider GetStreamProvider(this Grain grain, string name) => GetStreamProvider((IGrainBase)grain, name);

    /// <inheritdoc cref="GetStreamProvider(Grain, string)"/>
    public static IStreamProvider GetStreamProvider(this IGrainBase grain, string name)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return ((IActivation)grain.GrainContext).GetStreamProvider(name);
    }
}

using Orleans.Runtime;

namespace Orleans;

/// <summary>Gives references to grains. Every grain exists: a reference costs nothing, the first call activates.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain of this identity.</summary>
    TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable;

    /// <summary>A reference to the grain of this key.</summary>
    /// <param name="grainInterfaceType">The grain interface.</param>
    /// <param name="grainPrimaryKey">The key, not empty.</param>
    IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey);

    /// <summary>A reference to the grain of this key.</summary>
    /// <param name="primaryKey">The key, not empty.</param>
    /// <param name="grainClassNamePrefix">Beginning of the grain class's full name, where several implement the interface.</param>
    /// <exception cref="ArgumentException">No grain class implements the interface, or several do.</exception>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;
}

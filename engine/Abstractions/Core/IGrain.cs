using Orleans.Runtime;

namespace Orleans;

/// <summary>Marker of every grain interface.</summary>
public interface IGrain : IAddressable;

/// <summary>Marker of grains that a string names.</summary>
public interface IGrainWithStringKey : IGrain;

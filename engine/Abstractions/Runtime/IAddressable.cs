namespace Orleans.Runtime;

/// <summary>Marker of everything that a grain call can be addressed to: grains and references to them.</summary>
public interface IAddressable;

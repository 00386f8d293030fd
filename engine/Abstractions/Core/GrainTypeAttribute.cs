namespace Orleans;

/// <summary>
/// Names the grain type in storage. Without it the name is the class name in small letters without "Grain", so that a class
/// can only be renamed together with this attribute.
/// </summary>
/// <param name="grainType">The name.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class GrainTypeAttribute(string grainType) : Attribute
{
    internal string Name { get; } = grainType;
}

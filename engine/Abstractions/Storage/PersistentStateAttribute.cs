namespace Orleans.Runtime;

/// <summary>Names the stored record of a grain constructor's parameter.</summary>
/// <param name="stateName">The record's name, unique within the grain class. Never renamed.</param>
/// <param name="storageName">The storage provider in a cluster; the embedded engine has one storage only.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    /// <summary>The record's name.</summary>
    public string StateName { get; } = stateName;

    /// <summary>The storage provider in a cluster.</summary>
    public string? StorageName { get; } = storageName;
}

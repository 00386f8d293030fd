using TradingBot.Engine.Calls;

namespace Orleans.Runtime;

/// <summary>A reference to a grain: what the generated proxies derive from. Equal when they name the same grain.</summary>
public class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private protected GrainReference()
    {
    }

    /// <summary>The grain's identity.</summary>
    public GrainId GrainId => Route.IdOf(Key);

    /// <summary>The grain interface.</summary>
    public virtual string InterfaceName => "";

    /// <summary>Who knows where the grain is; set once, right after construction.</summary>
    internal IGrainRoute Route { get; private set; } = null!;

    internal string Key { get; private set; } = "";

    internal GrainReference Bind(IGrainRoute route, string key)
    {
        Route = route;
        Key = key;
        return this;
    }

    internal GrainReference To(Type grainInterface) => grainInterface.IsInstanceOfType(this) ? this : Route.Refer(grainInterface, Key);

    /// <summary>A reference of another interface to the same grain.</summary>
    /// <exception cref="InvalidCastException">The grain class does not implement it.</exception>
    public virtual TGrainInterface Cast<TGrainInterface>()
        where TGrainInterface : IAddressable => (TGrainInterface)(object)To(typeof(TGrainInterface));

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) => other is not null && ReferenceEquals(Route, other.Route) && Key == other.Key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainReference other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public sealed override string ToString() => $"{InterfaceName} {GrainId}";

    /// <summary>Equality.</summary>
    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) =>
        reference1 is null ? reference2 is null : reference1.Equals(reference2);

    /// <summary>Inequality.</summary>
    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !(reference1 == reference2);
}

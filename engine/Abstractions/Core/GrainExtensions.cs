using Orleans.Runtime;

namespace Orleans;

/// <summary>Identity and references of grains.</summary>
public static class GrainExtensions
{
    /// <summary>A reference of another interface to the same grain.</summary>
    /// <typeparam name="TGrainInterface">A grain interface that the grain class implements.</typeparam>
    /// <exception cref="InvalidCastException">The grain class does not implement it.</exception>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) =>
        (TGrainInterface)(object)Reference(grain).To(typeof(TGrainInterface));

    /// <inheritdoc cref="AsReference{TGrainInterface}"/>
    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) => AsReference<TGrainInterface>(grain);

    /// <summary>The grain's identity.</summary>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainReference reference => reference.GrainId,
        IGrainBase activated => activated.GrainContext.GrainId,
        _ => throw new ArgumentException($"{grain?.GetType().ToString() ?? "null"} is neither a grain nor a reference to one.", nameof(grain)),
    };

    /// <summary>The string that names the grain.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => GetGrainId(grain).Key.ToString();

    private static GrainReference Reference(IAddressable grain) => grain switch
    {
        GrainReference reference => reference,
        IGrainBase activated => activated.GrainContext.GrainReference,
        _ => throw new ArgumentException($"{grain?.GetType().ToString() ?? "null"} is neither a grain nor a reference to one.", nameof(grain)),
    };
}

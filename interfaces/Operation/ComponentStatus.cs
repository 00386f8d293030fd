namespace TradingBot.Operation;

/// <summary>A component of a process, in <c>/health</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State"><c>ok</c>, <c>failing</c>, <c>unused</c> until its first use, <c>off</c> where it is not configured.</param>
/// <param name="Detail">In words: what is wrong, or what is known.</param>
/// <param name="SeenAt">When it last worked, milliseconds UTC.</param>
/// <param name="LastError">The last error, also one that has passed.</param>
/// <param name="FailedAt">When that was, milliseconds UTC.</param>
[GenerateSerializer, Immutable, Alias("component-status")]
public sealed record ComponentStatus(
    [property: Id(0)] string Name, [property: Id(1)] string State, [property: Id(2)] string Detail = "", [property: Id(3)] long? SeenAt = null,
    [property: Id(4)] string? LastError = null, [property: Id(5)] long? FailedAt = null)
{
    /// <summary>It works.</summary>
    public const string Ok = "ok";

    /// <summary>It does not.</summary>
    public const string Failing = "failing";

    /// <summary>It has not been needed yet.</summary>
    public const string Unused = "unused";

    /// <summary>It is not configured.</summary>
    public const string Off = "off";
}

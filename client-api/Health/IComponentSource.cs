namespace TradingBot.ClientApi.Health;

/// <summary>Tells how the parts that the service depends on are. From whoever hosts the API.</summary>
public interface IComponentSource
{
    /// <summary>The components as their last use has shown them.</summary>
    IEnumerable<ComponentStatus> Read();
}

/// <summary>A component in <c>/health</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State"><c>ok</c>, <c>failing</c>, <c>unused</c> until its first use, <c>off</c> where it is not configured.</param>
/// <param name="Detail">In words: what is wrong, or what is known.</param>
/// <param name="SeenAt">When it last worked, milliseconds UTC.</param>
/// <param name="LastError">The last error, also one that has passed.</param>
/// <param name="FailedAt">When that was, milliseconds UTC.</param>
public sealed record ComponentStatus(
    string Name, string State, string Detail = "", long? SeenAt = null, string? LastError = null, long? FailedAt = null)
{
    public const string Ok = "ok";
    public const string Failing = "failing";
    public const string Unused = "unused";
    public const string Off = "off";
}

namespace TradingBot.ClientApi.Http;

/// <summary>What a request may ask for.</summary>
public static class ApiLimits
{
    /// <summary>The largest body of a request.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    /// <summary>How much of a body that is too large is read and dropped, so that its sender gets to the answer; then the line is cut.</summary>
    public const int MaxDroppedBytes = 16 * 1024 * 1024;

    /// <summary>How long a client may take to send the head of a request.</summary>
    public static readonly TimeSpan SlowestHeaders = TimeSpan.FromSeconds(10);

    /// <summary>How deep JSON may be nested.</summary>
    public const int MaxJsonDepth = 16;

    /// <summary>Items a page when a request does not say.</summary>
    public const int DefaultPage = 100;

    /// <summary>The most items a page.</summary>
    public const int MaxPage = 1_000;

    /// <summary>The latest time that a request may name, 2100-01-01: calendars end somewhere, and so do numbers.</summary>
    public const long MaxTime = 4_102_444_800_000;
}

namespace TradingBot.ClientApi.Events;

/// <summary>How event streams are served.</summary>
public sealed class EventOptions
{
    /// <summary>A comment is sent when nothing else was for so long; proxies cut silent connections off.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The most open streams of a process.</summary>
    public int MaxReaders { get; set; } = 1_000;

    /// <summary>The most of them that one user may open: nobody shuts the others out.</summary>
    public int MaxReadersOfUser { get; set; } = 200;

    /// <summary>How many of the last events are kept for readers.</summary>
    public int Kept { get; set; } = 1_024;
}

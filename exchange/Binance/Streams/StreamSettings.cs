namespace TradingBot.Exchange.Binance.Streams;

/// <summary>How stream connections behave; the defaults keep within Binance's limits.</summary>
internal sealed record StreamSettings
{
    /// <summary>Streams of one connection, of 1,024 allowed.</summary>
    public int MaxStreams { get; init; } = 1_000;

    /// <summary>Streams named in one message, so that it stays small.</summary>
    public int StreamsPerMessage { get; init; } = 100;

    /// <summary>Distance of messages: Binance allows 5 a second on spot, pongs included.</summary>
    public TimeSpan MessageInterval { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Without any frame for so long a connection is dead, whatever the socket says.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A connection is replaced before Binance ends it after 24 h.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(23);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan LastBackoff { get; init; } = TimeSpan.FromSeconds(30);
}

namespace TradingBot.Exchange.Binance.Streams;

/// <summary>Receives what a connection brings.</summary>
internal interface IStreamHandler
{
    /// <summary>A frame; valid during the call only.</summary>
    /// <returns>What it was; a result of a subscription or an error is the connection's business.</returns>
    StreamFrameKind OnFrame(ReadOnlySpan<byte> frame);

    /// <summary>The connection carries all its streams (again): what was missed must be filled from REST.</summary>
    void OnConnected();

    void OnDisconnected(string reason);
}

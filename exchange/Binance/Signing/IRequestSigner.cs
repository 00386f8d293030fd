namespace TradingBot.Exchange.Binance.Signing;

/// <summary>Signs what is sent to Binance. Holds the secret; shows it nowhere.</summary>
public interface IRequestSigner : IDisposable
{
    /// <summary>The signature of a payload as Binance expects it, not yet percent-encoded.</summary>
    /// <param name="payload">The request's parameters, percent-encoded on REST, plain UTF-8 on the WebSocket API.</param>
    string Sign(ReadOnlySpan<byte> payload);
}

using TradingBot.Exchange.Binance.Limits;
using TradingBot.Exchange.Binance.Signing;

namespace TradingBot.Exchange.Binance.Rest;

/// <summary>A request to Binance.</summary>
/// <param name="Method">HTTP method. GET may be repeated at will; everything else only while it certainly has not been carried out.</param>
/// <param name="Path">Path.</param>
/// <param name="Weight">Weight per IP.</param>
/// <param name="Priority">Its place in the queue for weight.</param>
internal sealed record BinanceCall(HttpMethod Method, string Path, int Weight, RequestPriority Priority)
{
    /// <summary>Parameters without timestamp and signature, which are added last: a queue ages the timestamp.</summary>
    public RequestParameters Parameters { get; init; } = new();

    /// <summary>Who asks; null for public data.</summary>
    public BinanceCredentials? Credentials { get; init; }

    /// <summary>Signed, or (with credentials) by key only.</summary>
    public bool Signed { get; init; }

    /// <summary>Counts against the account's order limits.</summary>
    public bool PlacesOrder { get; init; }
}

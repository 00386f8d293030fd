using TradingBot.MarketData;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>A request as it came in.</summary>
/// <param name="Route">Method and path of the REST endpoint: <c>GET /api/v3/time</c>.</param>
/// <param name="Market">Market.</param>
/// <param name="Parameters">Decoded parameters.</param>
/// <param name="SignedText">What the signature must be of.</param>
/// <param name="ApiKey">The key, if any.</param>
/// <param name="Address">Whose weight it is.</param>
internal sealed record ApiCall(
    string Route, MarketType Market, IReadOnlyDictionary<string, string> Parameters, string SignedText, string? ApiKey, string Address)
{
    /// <summary>The account of the WebSocket session, which needs neither key nor signature once it has logged on.</summary>
    public SimAccount? Session { get; init; }
}

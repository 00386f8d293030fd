using System.Net.WebSockets;
using TradingBot.MarketData;
using TradingBot.Simulator.Api;
using TradingBot.Simulator.Streams;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Http;

/// <summary>WebSockets of both markets: streams, user data, and the WebSocket API.</summary>
internal sealed class StreamEndpoint(SimVenue venue, ApiGate gate, StreamHub hub)
{
    // Of USDⓈ-M; the older address without one is that of spot.
    private static readonly string[] UsdmPrefixes = ["/market", "/private", "/public", "/fstream"];

    public async Task HandleAsync(HttpContext context, string path, CancellationToken stop)
    {
        if (path is "/ws-api/v3" or "/ws-fapi/v1")
        {
            var api = path == "/ws-api/v3" ? MarketType.Spot : MarketType.Usdm;
            using var socket = await AcceptAsync(context, api);
            using var session = new WebSocketApiSession(socket, venue, hub, gate, api, $"{context.Connection.RemoteIpAddress}");
            lock (venue.Gate)
                hub.Add(session);
            await session.RunAsync(stop);
            return;
        }

        var prefix = UsdmPrefixes.FirstOrDefault(p => path.StartsWith(p + "/", StringComparison.Ordinal));
        var market = prefix is null ? MarketType.Spot : MarketType.Usdm;
        path = path[(prefix?.Length ?? 0)..];
        var combined = path == "/stream";
        if (!combined && path != "/ws" && !path.StartsWith("/ws/", StringComparison.Ordinal))
        {
            context.Response.StatusCode = 404;
            return;
        }

        string[] names =
        [
            .. combined ? context.Request.Query["streams"].ToString().Split('/') : path.Length > 4 ? path[4..].Split('/') : [],
            // User data of USDⓈ-M may be named either way.
            .. context.Request.Query["listenKey"].OfType<string>(),
        ];
        if (names.Length > StreamSession.MaxStreams)
        {
            context.Response.StatusCode = 400;
            return;
        }

        using var accepted = await AcceptAsync(context, market);
        using var streams = new StreamSession(accepted, venue, hub, market, combined, names.Where(static n => n.Length > 0));
        lock (venue.Gate)
            hub.Add(streams);
        await streams.RunAsync(stop);
    }

    private static Task<WebSocket> AcceptAsync(HttpContext context, MarketType market) => context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
    {
        KeepAliveInterval = market == MarketType.Spot ? TimeSpan.FromSeconds(20) : TimeSpan.FromMinutes(3),
        KeepAliveTimeout = TimeSpan.FromSeconds(60),
    });
}

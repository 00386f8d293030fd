namespace TradingBot.Exchange.Binance;

/// <summary>The addresses of one market of one environment, each replaceable by configuration (a simulator, a proxy).</summary>
public sealed record BinanceEndpoint
{
    /// <summary>REST, without <c>/api</c>: <c>https://api.binance.com</c>.</summary>
    public string RestUrl { get; set; } = "";

    /// <summary>Market streams; <c>/stream</c> is added: <c>wss://stream.binance.com:9443</c>.</summary>
    public string StreamUrl { get; set; } = "";

    /// <summary>USDⓈ-M user data streams; <c>/ws/LISTENKEY</c> is added. Unused on spot.</summary>
    public string UserStreamUrl { get; set; } = "";

    /// <summary>WebSocket API in full: <c>wss://ws-api.binance.com:443/ws-api/v3</c>.</summary>
    public string WebSocketApiUrl { get; set; } = "";

    /// <summary>REST paths begin with <c>/api</c>; the testnet's documented base has it too, so one of them goes.</summary>
    internal Uri RestBase()
    {
        var url = RestUrl.TrimEnd('/');
        return new(url.EndsWith("/api", StringComparison.Ordinal) ? url[..^4] : url);
    }

    internal IEnumerable<string> Validate(string section)
    {
        foreach (var (name, value, schemes) in new[]
        {
            (nameof(RestUrl), RestUrl, new[] { "https", "http" }), (nameof(StreamUrl), StreamUrl, ["wss", "ws"]),
            (nameof(UserStreamUrl), UserStreamUrl, ["wss", "ws"]), (nameof(WebSocketApiUrl), WebSocketApiUrl, ["wss", "ws"]),
        })
        {
            if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || !schemes.Contains(uri.Scheme))
                yield return $"{section}:{name} is '{value}'; use a URL that begins with {schemes[0]}:// (or {schemes[1]}:// for a simulator).";
        }
    }
}

using TradingBot.MarketData;

namespace TradingBot.Exchange.Binance;

/// <summary>The configuration section <c>Binance</c>: addresses by market and environment, such as <c>Binance:Spot:Testnet:RestUrl</c>.</summary>
public sealed class BinanceOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Binance";

    /// <summary>Spot.</summary>
    public MarketEndpoints Spot { get; set; } = new()
    {
        Live = new()
        {
            RestUrl = "https://api.binance.com", StreamUrl = "wss://stream.binance.com:9443",
            UserStreamUrl = "wss://stream.binance.com:9443", WebSocketApiUrl = "wss://ws-api.binance.com:443/ws-api/v3",
        },
        Testnet = new()
        {
            RestUrl = "https://testnet.binance.vision", StreamUrl = "wss://stream.testnet.binance.vision",
            UserStreamUrl = "wss://stream.testnet.binance.vision", WebSocketApiUrl = "wss://ws-api.testnet.binance.vision/ws-api/v3",
        },
        Demo = new()
        {
            RestUrl = "https://demo-api.binance.com", StreamUrl = "wss://demo-stream.binance.com",
            UserStreamUrl = "wss://demo-stream.binance.com", WebSocketApiUrl = "wss://demo-ws-api.binance.com/ws-api/v3",
        },
    };

    /// <summary>USDⓈ-M futures; the live streams are split into <c>/market</c> and <c>/private</c> since 2026-03.</summary>
    public MarketEndpoints Usdm { get; set; } = new()
    {
        Live = new()
        {
            RestUrl = "https://fapi.binance.com", StreamUrl = "wss://fstream.binance.com/market",
            UserStreamUrl = "wss://fstream.binance.com/private", WebSocketApiUrl = "wss://ws-fapi.binance.com/ws-fapi/v1",
        },
        Testnet = new()
        {
            RestUrl = "https://testnet.binancefuture.com", StreamUrl = "wss://fstream.binancefuture.com",
            UserStreamUrl = "wss://fstream.binancefuture.com", WebSocketApiUrl = "wss://testnet.binancefuture.com/ws-fapi/v1",
        },
        Demo = new()
        {
            RestUrl = "https://demo-fapi.binance.com", StreamUrl = "wss://demo-fstream.binance.com",
            UserStreamUrl = "wss://demo-fstream.binance.com", WebSocketApiUrl = "wss://testnet.binancefuture.com/ws-fapi/v1",
        },
    };

    /// <summary>How long a request stays valid at Binance, milliseconds: 1 to 60,000; Binance recommends 5,000 or less.</summary>
    public int RecvWindow { get; set; } = 5_000;

    /// <summary>
    /// The same for orders that protect or close a position, milliseconds: 500 to 60,000. One that gets no answer is not sent again before
    /// this and a second have passed, because until then the first may still arrive and be carried out.
    /// </summary>
    public int ExitRecvWindow { get; set; } = 2_000;

    /// <summary>Which venue's candles <c>MarketData:Source=binance</c> means.</summary>
    public BinanceEnvironment MarketDataFrom { get; set; } = BinanceEnvironment.Live;

    /// <summary>The addresses of a market in an environment.</summary>
    public BinanceEndpoint EndpointOf(MarketType market, BinanceEnvironment environment)
    {
        var endpoints = market == MarketType.Spot ? Spot : Usdm;
        return environment switch
        {
            BinanceEnvironment.Live => endpoints.Live,
            BinanceEnvironment.Testnet => endpoints.Testnet,
            _ => endpoints.Demo,
        };
    }

    /// <summary>What is wrong with the settings, each message naming its setting and limit; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (RecvWindow is < 1 or > 60_000)
            errors.Add($"{Section}:RecvWindow is {RecvWindow}; it must be 1 to 60000 milliseconds.");
        if (ExitRecvWindow is < 500 or > 60_000)
            errors.Add($"{Section}:ExitRecvWindow is {ExitRecvWindow}; it must be 500 to 60000 milliseconds.");
        foreach (var (name, market) in new[] { (nameof(Spot), Spot), (nameof(Usdm), Usdm) })
        {
            errors.AddRange(market.Live.Validate($"{Section}:{name}:{nameof(market.Live)}"));
            errors.AddRange(market.Testnet.Validate($"{Section}:{name}:{nameof(market.Testnet)}"));
            errors.AddRange(market.Demo.Validate($"{Section}:{name}:{nameof(market.Demo)}"));
        }

        return errors;
    }
}

/// <summary>The addresses of a market.</summary>
public sealed record MarketEndpoints
{
    /// <summary>Real money.</summary>
    public BinanceEndpoint Live { get; set; } = new();

    /// <summary>Testnet.</summary>
    public BinanceEndpoint Testnet { get; set; } = new();

    /// <summary>Demo trading.</summary>
    public BinanceEndpoint Demo { get; set; } = new();
}

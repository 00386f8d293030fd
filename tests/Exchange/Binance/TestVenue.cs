using TradingBot.Exchange.Binance;
using TradingBot.Exchange.Binance.Rest;
using TradingBot.Exchange.Binance.Signing;
using TradingBot.Exchange.Binance.Spot;
using TradingBot.Exchange.Binance.Usdm;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Exchange.Binance;

/// <summary>Clients over a <see cref="StubHandler"/>, and orders to send with them.</summary>
internal sealed class TestVenue
{
    public TestVenue(MarketType market)
    {
        Connection = new(market, new() { RestUrl = "https://venue.test" }, new(), Time, Handler);
        Spot = new(Connection);
        Usdm = new(Connection);
    }

    public ManualTimeProvider Time { get; } = new();

    public StubHandler Handler { get; } = new();

    public BinanceConnection Connection { get; }

    public SpotClient Spot { get; }

    public UsdmClient Usdm { get; }

    public static BinanceCredentials Credentials { get; } = BinanceCredentials.Create("test-key", "test-secret");

    public static OrderRequest Order(
        MarketType market, OrderType type, OrderSide side = OrderSide.Buy, string trigger = "0", string limit = "0", bool isExit = false,
        string quantity = "0.01", string id = "tb-0000000000000-1", string symbol = "BTCUSDT") =>
        new(new(market, symbol), 1, id, side, type, Fixed8.Parse(quantity), Fixed8.Parse(trigger), Fixed8.Parse(limit), isExit, 1, default);

    /// <summary>The parameters of a request that has been sent.</summary>
    public Dictionary<string, string> SentParameters(int fromEnd = 1)
    {
        var (_, url, _) = Handler.Requests[^fromEnd];
        return url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static p => p.Split('='))
            .ToDictionary(static p => p[0], static p => Uri.UnescapeDataString(p[1]));
    }
}

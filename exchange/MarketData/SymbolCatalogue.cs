using System.Collections.Immutable;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Exchange.MarketData;

/// <summary>
/// Filters of the main symbols, so that simulated and recorded markets trade by realistic rules without asking a venue.
/// Source: <c>GET /api/v3/exchangeInfo</c> and <c>GET /fapi/v1/exchangeInfo</c>.
/// </summary>
public static class SymbolCatalogue
{
    /// <summary>All symbols, spot first.</summary>
    public static ImmutableArray<SymbolInfo> All { get; } =
    [
        Spot("BTC", "0.01", "0.00001", "9000"),
        Spot("ETH", "0.01", "0.0001", "9000"),
        Spot("SOL", "0.01", "0.001", "90000"),
        Spot("BNB", "0.01", "0.001", "900000"),
        Spot("XRP", "0.0001", "0.1", "9222449"),
        Spot("DOGE", "0.00001", "1", "9000000", minNotional: "1"),
        Spot("ADA", "0.0001", "0.1", "900000"),
        Spot("AVAX", "0.001", "0.01", "90000"),
        Spot("LINK", "0.001", "0.01", "90000"),
        Spot("LTC", "0.01", "0.001", "90000"),
        Usdm("BTC", "0.1", "0.001", "1000", "100"),
        Usdm("ETH", "0.01", "0.001", "10000", "20"),
        Usdm("SOL", "0.01", "0.01", "1000000", "5"),
        Usdm("BNB", "0.01", "0.01", "10000", "5"),
        Usdm("XRP", "0.0001", "0.1", "1000000", "5"),
        Usdm("DOGE", "0.00001", "1", "10000000", "5"),
        Usdm("ADA", "0.0001", "1", "10000000", "5"),
        Usdm("AVAX", "0.001", "1", "10000000", "5"),
        Usdm("LINK", "0.001", "0.01", "100000", "20"),
        Usdm("LTC", "0.01", "0.001", "10000", "20"),
    ];

    /// <summary>The filters of a symbol, or null when the catalogue does not have it.</summary>
    public static SymbolInfo? Find(MarketSymbol symbol)
    {
        foreach (var info in All)
        {
            if (info.Id == symbol)
                return info;
        }

        return null;
    }

    private static SymbolInfo Spot(string asset, string tick, string step, string max, string minNotional = "5") =>
        Of(MarketType.Spot, asset, tick, step, max, minNotional);

    private static SymbolInfo Usdm(string asset, string tick, string step, string max, string minNotional) =>
        Of(MarketType.Usdm, asset, tick, step, max, minNotional);

    private static SymbolInfo Of(MarketType market, string asset, string tick, string step, string max, string minNotional) =>
        new(new(market, asset + "USDT"), asset, "USDT", Fixed8.Parse(tick), Fixed8.Parse(step), Fixed8.Parse(step),
            Fixed8.Parse(max), Fixed8.Parse(minNotional));
}

using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Exchange.Simulation;

/// <summary>How a symbol of the simulated market behaves.</summary>
/// <param name="Info">Filters.</param>
/// <param name="StartPrice">Price at <see cref="SimulatedFeed.DefaultStart"/>.</param>
/// <param name="DailyVolatility">Typical size of a day's move, as a fraction.</param>
/// <param name="MinuteVolume">Typical traded quantity of a minute, base asset.</param>
internal sealed record SimulatedSymbol(SymbolInfo Info, double StartPrice, double DailyVolatility, double MinuteVolume)
{
    // Prices, volatility and turnover as they were about the start of 2025.
    private static readonly Dictionary<string, (double Price, double Volatility, double Volume)> Assets = new()
    {
        ["BTC"] = (94_000, 0.024, 14),
        ["ETH"] = (3_350, 0.030, 180),
        ["SOL"] = (190, 0.040, 1_900),
        ["BNB"] = (700, 0.026, 130),
        ["XRP"] = (2.1, 0.045, 260_000),
        ["DOGE"] = (0.32, 0.050, 900_000),
        ["ADA"] = (0.86, 0.045, 110_000),
        ["AVAX"] = (36, 0.045, 2_400),
        ["LINK"] = (20.5, 0.045, 4_500),
        ["LTC"] = (104, 0.038, 700),
    };

    public static IEnumerable<SimulatedSymbol> Catalogue { get; } = [.. SymbolCatalogue.All.Select(Of)];

    private static SimulatedSymbol Of(SymbolInfo info)
    {
        var (price, volatility, volume) = Assets[info.BaseAsset];
        // Futures trade several times the spot volume.
        return new(info, price, volatility, info.Id.Market == MarketType.Usdm ? volume * 6 : volume);
    }
}

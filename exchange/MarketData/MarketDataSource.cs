namespace TradingBot.Exchange.MarketData;

/// <summary>The values of <see cref="MarketDataOptions.Source"/>.</summary>
public static class MarketDataSource
{
    /// <summary>Binance's streams.</summary>
    public const string Binance = "binance";

    /// <summary>Recorded candles.</summary>
    public const string Replay = "replay";

    /// <summary>A market made from a seed.</summary>
    public const string Simulated = "simulated";

    /// <summary>All sources.</summary>
    public static IReadOnlyList<string> All { get; } = [Binance, Replay, Simulated];
}

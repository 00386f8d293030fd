namespace TradingBot.MarketData;

/// <summary>The stream of closed candles: items are <see cref="ClosedCandle"/>, the key is the series.</summary>
public static class CandleStreams
{
    /// <summary>The stream provider's name.</summary>
    public const string Provider = "candles";

    /// <summary>The stream namespace.</summary>
    public const string Namespace = "candles";
}

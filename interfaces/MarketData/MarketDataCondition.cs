namespace TradingBot.MarketData;

/// <summary>The state of a series' feed.</summary>
[GenerateSerializer, Alias("market-data-condition")]
public enum MarketDataCondition
{
    /// <summary>Nobody follows the series.</summary>
    Idle,

    /// <summary>The feed is being opened.</summary>
    Connecting,

    /// <summary>Candles flow.</summary>
    Connected,

    /// <summary>The source cannot be reached or is silent; the grain keeps trying.</summary>
    Disconnected,

    /// <summary>A recording has been played to its end.</summary>
    Ended,
}

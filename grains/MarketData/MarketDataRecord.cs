using TradingBot.MarketData;

namespace TradingBot.Grains.MarketData;

/// <summary>What a market-data grain keeps.</summary>
public sealed class MarketDataRecord
{
    /// <summary>Open time of the last candle published, or that publishing continues behind; -1 for none.</summary>
    public long LastPublished { get; set; } = ClosedCandle.None;

    /// <summary>The fan-out grains that follow.</summary>
    public HashSet<string> Followers { get; set; } = [];

    /// <summary>True from the last follower's leaving until the feed is opened again.</summary>
    public bool WasIdle { get; set; }
}

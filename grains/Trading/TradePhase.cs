namespace TradingBot.Grains.Trading;

/// <summary>The states of the trading spec, section 4.</summary>
public enum TradePhase
{
    /// <summary>No position; an entry order may be open.</summary>
    None,

    /// <summary>A long position, covered by an exit order.</summary>
    Long,

    /// <summary>A position was closed in this candle: nothing is entered before the next one has closed.</summary>
    ClosedLong,
}

using TradingBot.Numbers;

namespace TradingBot.Grains.Trading.Risk;

/// <summary>What <see cref="TraderRisk"/> must remember of one trader in one mode; part of the trader's durable state.</summary>
public sealed class RiskState
{
    /// <summary>Close time of the last candle, milliseconds UTC: the clock of the rules.</summary>
    public long Now { get; set; }

    /// <summary>Number of the UTC day that <see cref="DayPnl"/> is of.</summary>
    public long Day { get; set; }

    /// <summary>Realised PnL of that day.</summary>
    public Fixed16 DayPnl { get; set; }

    /// <summary>Realised PnL of all trades.</summary>
    public Fixed16 Realised { get; set; }

    /// <summary>How far that is below its peak.</summary>
    public Fixed16 Drawdown { get; set; }

    /// <summary>Close times of the candles of the last losing stops, oldest first.</summary>
    public List<long> Stops { get; init; } = [];

    /// <summary>How many orders were sent at which time of the market's clock within the last minute; kept only while the rule is on.</summary>
    public List<OrderCount> Orders { get; init; } = [];
}

/// <summary>Orders that were sent after the same close.</summary>
/// <param name="Time">Close time of the candle before them.</param>
/// <param name="Count">How many.</param>
public readonly record struct OrderCount(long Time, int Count);

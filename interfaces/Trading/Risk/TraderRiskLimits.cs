using TradingBot.Numbers;

namespace TradingBot.Trading.Risk;

/// <summary>
/// Rules that keep a trader from entering. They never touch an exit. Zero switches a rule off; amounts are in the quote asset; times are
/// those of the candles, so that a backtest decides as the market did.
/// </summary>
/// <param name="MaxPositionNotional">What a position may cost at most: (dust held + quantity) * price.</param>
/// <param name="MaxDailyLoss">After a realised loss of this much in a UTC day, no entry for the rest of it.</param>
/// <param name="MaxDrawdown">After the sum of realised PnL has fallen this far from its peak, no entry until the trader is stopped and started.</param>
/// <param name="CoolDownMinutes">No entry for this long after a losing stop, counted from the close of its candle; 0 to 43,200.</param>
/// <param name="StopGuardStops">After this many losing stops within the window, no entry for the pause; 0 to 20.</param>
/// <param name="StopGuardWindowMinutes">The window; 1 to 43,200.</param>
/// <param name="StopGuardPauseMinutes">The pause, counted from the last of the stops; 1 to 43,200.</param>
/// <param name="MaxOrdersPerMinute">No entry when this many orders, exits included, were sent within the last minute; 0 to 600.</param>
/// <param name="StaleAfterCandles">
/// No entry on a candle that closed more than this many intervals (and ten seconds) ago by the clock; 0 to 100. A recorded or
/// simulated market has no other clock than its candles, and is never stale.
/// </param>
[GenerateSerializer, Immutable, Alias("trader-risk-limits")]
public sealed record TraderRiskLimits(
    [property: Id(0)] Fixed8 MaxPositionNotional = default,
    [property: Id(1)] Fixed8 MaxDailyLoss = default,
    [property: Id(2)] Fixed8 MaxDrawdown = default,
    [property: Id(3)] int CoolDownMinutes = 0,
    [property: Id(4)] int StopGuardStops = 0,
    [property: Id(5)] int StopGuardWindowMinutes = 1_440,
    [property: Id(6)] int StopGuardPauseMinutes = 60,
    [property: Id(7)] int MaxOrdersPerMinute = 0,
    [property: Id(8)] int StaleAfterCandles = 3)
{
    /// <summary>What holds where nothing is set: stale market data is the only thing that keeps a trader from entering.</summary>
    public static TraderRiskLimits Default { get; } = new();
}

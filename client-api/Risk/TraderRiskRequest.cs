using TradingBot.Numbers;
using TradingBot.Trading.Risk;

namespace TradingBot.ClientApi.Risk;

/// <summary>Rules that keep a trader from entering; they never touch an exit. Amounts are in the quote asset; 0 is off.</summary>
/// <param name="MaxPositionNotional">What a position may cost; off when it is left out.</param>
/// <param name="MaxDailyLoss">Realised loss of a UTC day; off when it is left out.</param>
/// <param name="MaxDrawdown">Fall of the realised PnL from its peak; off when it is left out.</param>
/// <param name="CoolDownMinutes">No entry for this long after a losing stop, 0 to 43,200; off when it is left out.</param>
/// <param name="StopGuardStops">No entry for the pause after this many losing stops within the window, 0 to 20; off when it is left out.</param>
/// <param name="StopGuardWindowMinutes">The window, 1 to 43,200; a day when it is left out.</param>
/// <param name="StopGuardPauseMinutes">The pause, 1 to 43,200; 60 when it is left out.</param>
/// <param name="MaxOrdersPerMinute">Orders within a minute, exits included, 0 to 600; off when it is left out.</param>
/// <param name="StaleAfterCandles">No entry on a candle that closed more than this many intervals ago, 0 to 100; 3 when it is left out.</param>
public sealed record TraderRiskRequest(
    Fixed8? MaxPositionNotional = null, Fixed8? MaxDailyLoss = null, Fixed8? MaxDrawdown = null, int? CoolDownMinutes = null, int? StopGuardStops = null,
    int? StopGuardWindowMinutes = null, int? StopGuardPauseMinutes = null, int? MaxOrdersPerMinute = null, int? StaleAfterCandles = null)
{
    /// <summary>The limits; their ranges are the grain's business.</summary>
    internal TraderRiskLimits Read()
    {
        var defaults = TraderRiskLimits.Default;
        return new(
            MaxPositionNotional ?? defaults.MaxPositionNotional, MaxDailyLoss ?? defaults.MaxDailyLoss, MaxDrawdown ?? defaults.MaxDrawdown,
            CoolDownMinutes ?? defaults.CoolDownMinutes, StopGuardStops ?? defaults.StopGuardStops,
            StopGuardWindowMinutes ?? defaults.StopGuardWindowMinutes, StopGuardPauseMinutes ?? defaults.StopGuardPauseMinutes,
            MaxOrdersPerMinute ?? defaults.MaxOrdersPerMinute, StaleAfterCandles ?? defaults.StaleAfterCandles);
    }
}

/// <summary>Rules of a trader, in the form of the request.</summary>
public sealed record TraderRiskResponse(
    Fixed8 MaxPositionNotional, Fixed8 MaxDailyLoss, Fixed8 MaxDrawdown, int CoolDownMinutes, int StopGuardStops,
    int StopGuardWindowMinutes, int StopGuardPauseMinutes, int MaxOrdersPerMinute, int StaleAfterCandles)
{
    public static TraderRiskResponse From(TraderRiskLimits l) => new(
        l.MaxPositionNotional, l.MaxDailyLoss, l.MaxDrawdown, l.CoolDownMinutes, l.StopGuardStops,
        l.StopGuardWindowMinutes, l.StopGuardPauseMinutes, l.MaxOrdersPerMinute, l.StaleAfterCandles);
}

/// <summary>Where a trader stands against the rules.</summary>
/// <param name="BlockedBy">What kept the last entry that the strategy wanted from being placed; none when nothing did.</param>
/// <param name="DayPnl">Realised PnL of the latest UTC day in which a trade was closed.</param>
/// <param name="Drawdown">How far the realised PnL is below its peak since the last start from a stop.</param>
public sealed record TraderRiskStateResponse(RiskRule BlockedBy, Fixed16 DayPnl, Fixed16 Drawdown)
{
    public static TraderRiskStateResponse? From(TraderRiskStatus? s) => s is null ? null : new(s.BlockedBy, s.DayPnl, s.Drawdown);
}

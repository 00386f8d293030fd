using TradingBot.ClientApi.Http;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.ClientApi.Risk;

/// <summary>Rules for all traders of a user, for each mode by itself; they never touch an exit. Amounts are in the quote asset; 0 is off.</summary>
/// <param name="MaxOpenPositions">Positions and entry orders at the same time, 0 to 1,000; off when it is left out.</param>
/// <param name="MaxTotalNotional">What they may cost together; off when it is left out.</param>
/// <param name="MaxDailyLoss">Realised loss of a UTC day; off when it is left out.</param>
/// <param name="MaxDrawdown">Fall of the realised PnL from its peak; off when it is left out.</param>
public sealed record UserRiskRequest(
    int? MaxOpenPositions = null, Fixed8? MaxTotalNotional = null, Fixed8? MaxDailyLoss = null, Fixed8? MaxDrawdown = null)
{
    internal UserRiskLimits Read() => new(MaxOpenPositions ?? 0, MaxTotalNotional ?? default, MaxDailyLoss ?? default, MaxDrawdown ?? default);
}

/// <summary>Rules of a user, and where the user stands against them.</summary>
/// <param name="MaxOpenPositions">Positions and entry orders at the same time; 0 is off.</param>
/// <param name="MaxTotalNotional">What they may cost together; 0 is off.</param>
/// <param name="MaxDailyLoss">Realised loss of a UTC day; 0 is off.</param>
/// <param name="MaxDrawdown">Fall of the realised PnL from its peak; 0 is off.</param>
/// <param name="Sums">All traders of each mode and quote asset; empty while every rule is off.</param>
public sealed record UserRiskResponse(
    int MaxOpenPositions, Fixed8 MaxTotalNotional, Fixed8 MaxDailyLoss, Fixed8 MaxDrawdown, IReadOnlyList<RiskSumResponse> Sums)
{
    public static UserRiskResponse From(UserRiskView v) => new(
        v.Limits.MaxOpenPositions, v.Limits.MaxTotalNotional, v.Limits.MaxDailyLoss, v.Limits.MaxDrawdown,
        [.. v.Sums.Select(s => new RiskSumResponse(s.Mode, s.QuoteAsset, s.Open, s.Notional, s.DayPnl, s.Drawdown))]);
}

/// <summary>All traders of a user in one mode and quote asset.</summary>
/// <param name="Mode">Which exchange.</param>
/// <param name="QuoteAsset">The asset of the amounts.</param>
/// <param name="Open">Traders with a position or an entry order.</param>
/// <param name="Notional">What those cost.</param>
/// <param name="DayPnl">Realised PnL of the latest UTC day in which a trade was closed.</param>
/// <param name="Drawdown">How far the realised PnL is below its peak.</param>
public sealed record RiskSumResponse(TradingMode Mode, string QuoteAsset, int Open, Fixed16 Notional, Fixed16 DayPnl, Fixed16 Drawdown);

/// <summary>Switches a kill switch on.</summary>
/// <param name="Positions">keep: they stay with their stops; flatten: they are sold at market.</param>
public sealed record KillSwitchRequest(KillPositions? Positions = null)
{
    /// <exception cref="RequestException">It is missing.</exception>
    internal KillPositions Read() =>
        Positions ?? throw RequestException.Invalid(new ValidationError("positions", $"is missing; one of {string.Join(", ", EnumNames.Of(typeof(KillPositions)))}."));
}

/// <summary>Whether a kill switch is on, and what it does with open positions.</summary>
public enum KillSwitchState
{
    /// <summary>Off.</summary>
    Off,

    /// <summary>On; positions stay with their stops.</summary>
    Keep,

    /// <summary>On; positions are sold at market.</summary>
    Flatten,
}

/// <summary>A user's kill switch.</summary>
/// <param name="State">Whether it is on, and what it does with open positions.</param>
/// <param name="Since">When it was turned.</param>
/// <param name="Confirmed">Whether every trader has confirmed: while the switch is on, no entry is open, or will be.</param>
/// <param name="Pending">Symbols of traders that have not; they are told until they do.</param>
public sealed record KillSwitchResponse(KillSwitchState State, DateTimeOffset? Since, bool Confirmed, IReadOnlyList<MarketSymbol> Pending)
{
    public static KillSwitchResponse From(KillSwitchStatus s) => new(
        s.Positions switch { null => KillSwitchState.Off, KillPositions.Keep => KillSwitchState.Keep, _ => KillSwitchState.Flatten }, s.Since == 0 ? null : ApiTime.Of(s.Since), s.IsConfirmed, s.Pending);
}

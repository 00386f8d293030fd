using System.Collections.Immutable;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Trading.Risk;

/// <summary>
/// A trader's own rules. The state machine tells it what happens and asks it before each entry, so that backtest, paper and live decide by
/// the same code. Its clock is the market's: the close of the last candle.
/// </summary>
/// <param name="state">The memory.</param>
/// <param name="limits">The rules.</param>
/// <param name="interval">Interval of the candles.</param>
/// <param name="clock">Milliseconds UTC; null where the market has no other clock than its candles.</param>
public sealed class TraderRisk(RiskState state, TraderRiskLimits limits, CandleInterval interval, Func<long>? clock = null)
{
    /// <summary>The most losing stops that are remembered, and can be asked for.</summary>
    public const int MaxStops = 20;

    private const long Second = 1_000;
    private const long Minute = 60 * Second;
    private const long Day = 24 * 60 * Minute;
    private const long StaleGrace = 10 * Second;

    // In the order in which they are told: what lasts longest first.
    private static readonly ImmutableArray<Func<TraderRisk, Fixed16, RiskDecision>> Rules =
    [
        static (r, _) => r.Drawdown(), static (r, _) => r.DailyLoss(), static (r, _) => r.StopGuard(), static (r, _) => r.CoolDown(),
        static (r, _) => r.StaleMarketData(), static (r, _) => r.OrderRate(), static (r, cost) => r.PositionNotional(cost),
    ];

    /// <summary>The memory.</summary>
    public RiskState State => state;

    /// <summary>The number of the UTC day in which a moment lies.</summary>
    public static long DayOf(long time) => time / Day;

    /// <summary>The first moment of a day.</summary>
    public static long StartOf(long day) => day * Day;

    /// <summary>A candle has closed.</summary>
    public void OnClose(long openTime) => state.Now = interval.NextOpenTime(openTime);

    /// <summary>An order is sent.</summary>
    public void OnOrder()
    {
        if (limits.MaxOrdersPerMinute == 0)
            return;
        state.Orders.RemoveAll(o => o.Time <= state.Now - Minute);
        if (state.Orders is [.., var last] && last.Time == state.Now)
            state.Orders[^1] = last with { Count = last.Count + 1 };
        else
            state.Orders.Add(new(state.Now, 1));
    }

    /// <summary>A position has been closed.</summary>
    public void OnTrade(Trade trade)
    {
        var day = DayOf(trade.ExitTime);
        if (day != state.Day)
            (state.Day, state.DayPnl) = (day, default);
        state.DayPnl += trade.Pnl;
        state.Realised += trade.Pnl;
        state.Drawdown = Fixed16.Max(default, state.Drawdown - trade.Pnl);
        if (trade.ExitReason is not (ExitReason.Stop or ExitReason.Escalation) || trade.Pnl >= Fixed16.Zero)
            return;
        if (state.Stops.Count == MaxStops)
            state.Stops.RemoveAt(0);
        state.Stops.Add(interval.NextOpenTime(interval.OpenTimeOf(trade.ExitTime)));
    }

    /// <summary>Lets the drawdown begin at the present realised PnL.</summary>
    public void ResetDrawdown() => state.Drawdown = default;

    /// <summary>Decides about an entry.</summary>
    /// <param name="cost">What the position would cost.</param>
    public RiskDecision Decide(Fixed16 cost)
    {
        foreach (var rule in Rules)
        {
            var decision = rule(this, cost);
            if (!decision.IsAllowed)
                return decision;
        }

        return RiskDecision.Allowed;
    }

    private RiskDecision PositionNotional(Fixed16 cost) =>
        limits.MaxPositionNotional.IsPositive && cost > limits.MaxPositionNotional
            ? new(RiskRule.PositionNotional, cost, limits.MaxPositionNotional)
            : default;

    private RiskDecision DailyLoss() =>
        limits.MaxDailyLoss.IsPositive && state.Day == DayOf(state.Now) && -state.DayPnl >= limits.MaxDailyLoss
            ? new(RiskRule.DailyLoss, -state.DayPnl, limits.MaxDailyLoss, StartOf(state.Day + 1))
            : default;

    private RiskDecision Drawdown() =>
        limits.MaxDrawdown.IsPositive && state.Drawdown >= limits.MaxDrawdown
            ? new(RiskRule.Drawdown, state.Drawdown, limits.MaxDrawdown)
            : default;

    private RiskDecision CoolDown() => state.Stops is [.., var last] ? Pause(RiskRule.CoolDown, last, limits.CoolDownMinutes, default, limits.CoolDownMinutes) : default;

    private RiskDecision StopGuard()
    {
        var stops = limits.StopGuardStops;
        return stops > 0 && state.Stops.Count >= stops && state.Stops[^stops] > state.Stops[^1] - limits.StopGuardWindowMinutes * Minute
            ? Pause(RiskRule.StopGuard, state.Stops[^1], limits.StopGuardPauseMinutes, Whole(stops), limits.StopGuardWindowMinutes)
            : default;
    }

    private RiskDecision OrderRate()
    {
        if (limits.MaxOrdersPerMinute == 0)
            return default;
        var orders = state.Orders.Where(o => o.Time > state.Now - Minute).Sum(o => o.Count);
        return orders >= limits.MaxOrdersPerMinute
            ? new(RiskRule.OrderRate, Whole(orders), Whole(limits.MaxOrdersPerMinute), state.Now + Minute)
            : default;
    }

    private RiskDecision StaleMarketData()
    {
        if (limits.StaleAfterCandles == 0 || clock is null)
            return default;
        var age = clock() - state.Now;
        var most = limits.StaleAfterCandles * interval.MaxLength + StaleGrace;
        return age > most ? new(RiskRule.StaleMarketData, Whole(age / Second), Whole(most / Second)) : default;
    }

    private RiskDecision Pause(RiskRule rule, long from, int minutes, Fixed16 actual, int limit)
    {
        var until = from + minutes * Minute;
        return state.Now < until ? new(rule, actual, Whole(limit), until) : default;
    }

    private static Fixed16 Whole(long number) => Fixed16.FromDecimal(number);
}

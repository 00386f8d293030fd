using System.Collections.Immutable;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Trading.Risk;

/// <summary>A user's rules over all traders. It knows of each trader what it last told, and holds what it has allowed until then.</summary>
public sealed class UserRiskBook(UserRiskState state)
{
    /// <summary>Whether there is any rule.</summary>
    public bool HasRules => state.Limits != UserRiskLimits.None;

    /// <summary>Takes down what a trader has at stake.</summary>
    /// <returns>False when that is nothing new.</returns>
    public bool Take(TraderExposure exposure)
    {
        var key = KeyOf(exposure);
        var known = state.Traders.GetValueOrDefault(key);
        if (exposure == known)
            return false;
        if (known is not null && exposure.Realised != known.Realised)
        {
            // What a trader had earned before it was first heard of is no part of the user's drawdown.
            var sum = SumKeyOf(exposure);
            state.Drawdowns[sum] = Fixed16.Max(
                default, state.Drawdowns.GetValueOrDefault(sum) - (exposure.Realised - known.Realised));
        }

        state.Traders[key] = exposure;
        return true;
    }

    /// <summary>Decides about an entry, and holds its cost for the trader when it is allowed.</summary>
    /// <param name="exposure">What the trader has at stake now.</param>
    /// <param name="notional">Cost of the entry, in place of any that is open.</param>
    /// <param name="now">The market's clock, milliseconds UTC.</param>
    public RiskDecision Ask(TraderExposure exposure, Fixed16 notional, long now)
    {
        // One that is open and is to be replaced may still turn out to have filled.
        var most = Fixed16.Max(exposure.Notional, notional);
        Take(exposure);
        var decision = Decide(exposure, most, now);
        if (decision.IsAllowed)
            Take(exposure with { Notional = most });
        return decision;
    }

    /// <summary>Forgets traders that the user no longer has, and what all of them have at stake where there is no rule any more.</summary>
    /// <param name="symbols">The symbols that the user has a trader for.</param>
    /// <returns>False when there was nothing to forget.</returns>
    public bool Keep(IReadOnlyCollection<MarketSymbol> symbols)
    {
        var gone = state.Traders.Where(t => !HasRules || !symbols.Contains(t.Value.Symbol)).Select(t => t.Key).ToList();
        foreach (var key in gone)
            state.Traders.Remove(key);
        if (HasRules || state.Drawdowns.Count == 0)
            return gone.Count > 0;
        state.Drawdowns.Clear();
        return true;
    }

    /// <summary>Whether it is known what a trader has at stake.</summary>
    public bool Knows(MarketSymbol symbol) => state.Traders.Values.Any(t => t.Symbol == symbol);

    /// <summary>Lets the drawdown begin at the present realised PnL.</summary>
    public void ResetDrawdown() => state.Drawdowns.Clear();

    /// <summary>All traders of each mode and quote asset.</summary>
    public ImmutableArray<RiskSum> Sums() =>
    [
        .. state.Traders.Values.GroupBy(t => (t.Mode, t.QuoteAsset)).OrderBy(g => g.Key).Select(g =>
        {
            var day = g.Max(t => t.Day);
            return new RiskSum(
                g.Key.Mode, g.Key.QuoteAsset, g.Count(t => t.Notional.IsPositive), Sum(g, t => t.Notional), Sum(g.Where(t => t.Day == day), t => t.DayPnl),
                state.Drawdowns.GetValueOrDefault(SumKeyOf(g.First())));
        }),
    ];

    private RiskDecision Decide(TraderExposure exposure, Fixed16 notional, long now)
    {
        var limits = state.Limits;
        var mode = state.Traders.Values.Where(t => t.Mode == exposure.Mode).ToList();
        var asset = mode.Where(t => t.QuoteAsset == exposure.QuoteAsset).ToList();
        var drawdown = state.Drawdowns.GetValueOrDefault(SumKeyOf(exposure));
        if (limits.MaxDrawdown.IsPositive && drawdown >= limits.MaxDrawdown)
            return new(RiskRule.UserDrawdown, drawdown, limits.MaxDrawdown);

        var today = TraderRisk.DayOf(now);
        var lost = -Sum(asset.Where(t => t.Day == today), static t => t.DayPnl);
        if (limits.MaxDailyLoss.IsPositive && lost >= limits.MaxDailyLoss)
            return new(RiskRule.UserDailyLoss, lost, limits.MaxDailyLoss, TraderRisk.StartOf(today + 1));

        var others = mode.Count(t => t.Symbol != exposure.Symbol && t.Notional.IsPositive);
        if (limits.MaxOpenPositions > 0 && others >= limits.MaxOpenPositions)
            return new(RiskRule.UserOpenPositions, Fixed16.FromDecimal(others), Fixed16.FromDecimal(limits.MaxOpenPositions));

        var total = notional + Sum(asset.Where(t => t.Symbol != exposure.Symbol), static t => t.Notional);
        return limits.MaxTotalNotional.IsPositive && total > limits.MaxTotalNotional
            ? new(RiskRule.UserTotalNotional, total, limits.MaxTotalNotional)
            : RiskDecision.Allowed;
    }

    private static Fixed16 Sum(IEnumerable<TraderExposure> traders, Func<TraderExposure, Fixed16> amount) =>
        traders.Aggregate(Fixed16.Zero, (sum, t) => sum + amount(t));

    private static string KeyOf(TraderExposure exposure) => $"{exposure.Symbol}/{exposure.Mode}";

    private static string SumKeyOf(TraderExposure exposure) => $"{exposure.Mode}/{exposure.QuoteAsset}";
}

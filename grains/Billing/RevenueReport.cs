using TradingBot.Billing;

namespace TradingBot.Grains.Billing;

/// <summary>Adds up what subscriptions bring in.</summary>
public sealed class RevenueReport(BillingTerms terms, long now)
{
    private readonly SortedDictionary<string, (int Subscribers, List<(long Paise, int Days)> Fees)> _plans = new(StringComparer.Ordinal);
    private int _active;
    private int _due;
    private int _overdue;
    private int _churned;
    private int _trials;
    private int _grants;

    /// <summary>Takes a subscription.</summary>
    public void Add(SubscriptionRow row)
    {
        var stage = terms.StageAt(row.PaidUntil, now);
        if (row.SubtotalPaise == 0 || row.IsTest != terms.IsTest)
        {
            _trials += stage <= SubscriptionStage.Due && row.Kind == CoverageKind.Trial ? 1 : 0;
            _grants += stage <= SubscriptionStage.Due && row.Kind == CoverageKind.Grant ? 1 : 0;
            return;
        }

        _active += stage == SubscriptionStage.Active ? 1 : 0;
        _due += stage == SubscriptionStage.Due ? 1 : 0;
        _overdue += stage is SubscriptionStage.Grace or SubscriptionStage.EntriesPaused ? 1 : 0;
        _churned += stage == SubscriptionStage.ReadOnly ? 1 : 0;
        if (stage > SubscriptionStage.Due)
            return;
        var (subscribers, fees) = _plans.GetValueOrDefault(row.PlanId, (0, []));
        fees.Add((row.SubtotalPaise, row.CycleDays));
        _plans[row.PlanId] = (subscribers + 1, fees);
    }

    /// <summary>The sums.</summary>
    /// <param name="needAttention">Payments that the operator should look at.</param>
    public RevenueView ToView(int needAttention) => new(
        now, _active, _due, _overdue, _churned, _trials, _grants, Monthly(_plans.Values.SelectMany(static p => p.Fees)), needAttention,
        [.. _plans.Select(p => new PlanRevenue(p.Key, p.Value.Subscribers, Monthly(p.Value.Fees)))]);

    // Exact until the one rounding at the end: cycles of equal length are added up first.
    private static long Monthly(IEnumerable<(long Paise, int Days)> fees) =>
        (long)decimal.Round(
            fees.GroupBy(static f => f.Days).Sum(static g => g.Sum(static f => f.Paise) * 365m / 12m / g.Key), MidpointRounding.AwayFromZero);
}

using System.Collections.Immutable;
using TradingBot.Billing;

namespace TradingBot.Grains.Billing;

/// <summary>The terms of subscriptions, from valid settings. Times are milliseconds.</summary>
public sealed class BillingTerms
{
    /// <summary>A day.</summary>
    public const long Day = 24 * 60 * 60 * 1_000L;

    private BillingTerms(BillingOptions options, bool isOn, bool isTest)
    {
        (IsOn, IsTest) = (isOn, isTest);
        Plans =
        [
            .. options.Plans.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new PlanInfo(
                p.Key, p.Value.Title.Length > 0 ? p.Value.Title : p.Key, p.Value.MaxSymbols, p.Value.ParsedModes()!.Value, options.CycleDays,
                PriceRule.Of(p.Value, options.ProcessingFeeBasisPoints, options.GstBasisPoints))),
        ];
        (Due, Grace, ReadOnlyAfter) = (options.DueDays * Day, options.GraceDays * Day, options.ReadOnlyAfterDays * Day);
        (TrialDays, TrialPlan) = (options.TrialDays, options.TrialPlan.Length > 0 ? options.TrialPlan : Plans.FirstOrDefault()?.Id ?? "");
        (LinkLife, Poll, ReminderHour) = (options.LinkHours * Day / 24, TimeSpan.FromMinutes(options.PollMinutes), options.ReminderHour);
        PublicUrl = options.PublicUrl.Length > 0 ? new Uri(options.PublicUrl.TrimEnd('/') + "/") : null;
    }

    /// <summary>Nothing is billed, nothing restricted.</summary>
    public static BillingTerms Off { get; } = new(new(), isOn: false, isTest: false);

    /// <summary>Whether a payment provider is configured. Where none is, no subscription restricts anything.</summary>
    public bool IsOn { get; }

    /// <summary>Whether payments are made with test keys. They count only while that is so.</summary>
    public bool IsTest { get; }

    /// <summary>The plans, in the order of their ids.</summary>
    public ImmutableArray<PlanInfo> Plans { get; }

    /// <summary>How long before the bill date a payment is due.</summary>
    public long Due { get; }

    /// <summary>How long after the bill date everything still works.</summary>
    public long Grace { get; }

    /// <summary>How long after the grace commands are still taken.</summary>
    public long ReadOnlyAfter { get; }

    /// <summary>Days of the trial.</summary>
    public int TrialDays { get; }

    /// <summary>The plan that is tried.</summary>
    public string TrialPlan { get; }

    /// <summary>How long a link can be paid.</summary>
    public long LinkLife { get; }

    /// <summary>Time between looks at an open link.</summary>
    public TimeSpan Poll { get; }

    /// <summary>The hour of the user's day at which reminders are sent.</summary>
    public int ReminderHour { get; }

    /// <summary>Where payers' browsers reach this service.</summary>
    public Uri? PublicUrl { get; }

    /// <summary>The terms that settings say.</summary>
    /// <param name="options">Valid settings.</param>
    /// <param name="isOn">Whether a payment provider is configured.</param>
    /// <param name="isTest">Whether by test keys.</param>
    public static BillingTerms Of(BillingOptions options, bool isOn, bool isTest) => new(options, isOn, isTest);

    /// <summary>A plan by its id; null when it is not offered any more.</summary>
    public PlanInfo? Find(string planId) => Plans.FirstOrDefault(p => p.Id == planId);

    /// <summary>How a subscription stands.</summary>
    /// <param name="paidUntil">The bill date.</param>
    /// <param name="now">Now.</param>
    public SubscriptionStage StageAt(long paidUntil, long now) =>
        now < paidUntil - Due ? SubscriptionStage.Active
        : now < paidUntil ? SubscriptionStage.Due
        : now < paidUntil + Grace ? SubscriptionStage.Grace
        : now < paidUntil + Grace + ReadOnlyAfter ? SubscriptionStage.EntriesPaused
        : SubscriptionStage.ReadOnly;
}

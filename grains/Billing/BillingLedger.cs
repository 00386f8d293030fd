using TradingBot.Billing;
using TradingBot.Grains.Diagnostics;

namespace TradingBot.Grains.Billing;

/// <summary>
/// What a subscription's state means, and how it changes. Every change adds the rows that tell of it, to be stored together with
/// it. Taking the same news again changes nothing. Times are milliseconds UTC.
/// </summary>
/// <param name="userId">Whose.</param>
/// <param name="state">The durable state.</param>
/// <param name="terms">The terms.</param>
/// <param name="record">Takes rows for the tables.</param>
public sealed class BillingLedger(string userId, BillingState state, BillingTerms terms, Action<BillingEntry> record)
{
    private const int MostNotices = 50;
    private const int MostLinks = 50;
    private const string Provider = "provider";
    private const string System = "system";

    /// <summary>Which time is covered: by the trial, by grants, and by payments of the present keys' kind.</summary>
    public Coverage Coverage => new(state.Grants.Concat(state.Payments
        .Where(p => p.Standing == PaymentStanding.Credited && p.IsTest == terms.IsTest)
        .Select(static p => new Cover(p.PaidAt, p.Id, p.Link!.CycleDays, p.Link.PlanId, CoverageKind.Payment))));

    /// <summary>The bill date: where all cover ends, or where billing began.</summary>
    public long PaidUntil => Coverage.End ?? state.Since;

    /// <summary>The user's time zone.</summary>
    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(state.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>The link that can be paid or may have been made; null for none.</summary>
    public LinkRecord? CurrentLink => state.Links.Find(l => l.Stage != LinkStage.Ended && l.IsTest == terms.IsTest);

    /// <summary>Billing meets the user: the trial begins.</summary>
    /// <param name="salt">Random letters and digits.</param>
    /// <param name="now">Now.</param>
    public void Begin(string salt, long now)
    {
        (state.Since, state.Salt) = (now, salt);
        if (terms.TrialDays > 0)
            state.Grants.Add(new(now, "trial", terms.TrialDays, terms.TrialPlan, CoverageKind.Trial));
        Record(System, "begin", "trial", $"{terms.TrialDays} days", now);
    }

    /// <summary>Takes news from the payment provider.</summary>
    /// <returns>Whether anything has changed.</returns>
    public bool Take(PaymentNews news, long now) => news switch
    {
        { Kind: PaymentNewsKind.LinkEnded } => EndLink(news.Reference, "link-ended", Provider, now),
        { Kind: PaymentNewsKind.Failed, Payment: { } payment } => TakeFailure(payment, now),
        { Payment: { } payment } => TakePayment(payment, news.Reference, now),
        _ => false,
    };

    /// <summary>Adds days that nobody pays for.</summary>
    public void Grant(string action, string planId, int days, string actor, string reason, long now)
    {
        state.Grants.Add(new(now, $"grant-{state.LastEntry + 1}", days, planId, CoverageKind.Grant));
        Record(actor, action, planId, $"{days} days: {reason}", now);
    }

    /// <summary>Marks a payment as given back by other ways.</summary>
    /// <returns>False when there is no such payment.</returns>
    public bool MarkRefunded(string paymentId, string actor, string reason, long now)
    {
        var at = state.Payments.FindIndex(p => p.Id == paymentId);
        if (at < 0)
            return false;
        if (state.Payments[at].IsMarkedRefunded)
            return true;
        state.Payments[at] = state.Payments[at] with { IsMarkedRefunded = true };
        Record(actor, "refund-marked", paymentId, reason, now, state.Payments[at]);
        return true;
    }

    /// <summary>Notes a link before it is asked for.</summary>
    public LinkRecord AddLink(PlanInfo plan, long now)
    {
        var link = new LinkRecord(
            $"tb-{state.Salt}-{++state.LastLink}", plan.Id, plan.Price, plan.CycleDays, terms.IsTest, now, now + terms.LinkLife);
        state.Links.Add(link);
        if (state.Links.Count > MostLinks)
            state.Links.RemoveAt(0);
        Record(userId, "link-requested", link.Reference, $"{plan.Id}, {plan.Price.Total} paise", now);
        return link;
    }

    /// <summary>Notes what the provider has made of a link.</summary>
    public void OpenLink(string reference, string providerId, string url) =>
        Replace(reference, link => link with { Stage = LinkStage.Open, ProviderId = providerId, Url = url });

    /// <summary>Notes that a link is not to be paid any more.</summary>
    /// <returns>Whether it was.</returns>
    public bool EndLink(string reference, string action, string actor, long now)
    {
        if (state.Links.Find(l => l.Reference == reference) is null or { Stage: LinkStage.Ended })
            return false;
        Replace(reference, static link => link with { Stage = LinkStage.Ended });
        Record(actor, action, reference, "", now);
        return true;
    }

    /// <summary>Something without effect on what is covered, for the audit trail.</summary>
    public void Note(string actor, string action, string subject, long now) => Record(actor, action, subject, "", now);

    /// <summary>Tells the user what has become due to be told: of several missed reminders, the last.</summary>
    /// <returns>Whether anything was told or passed over.</returns>
    public bool Remind(long now)
    {
        var milestones = Milestones.Of(PaidUntil, terms, Zone);
        var passed = milestones.Count(m => m.At <= now);
        if (state.NoticedFor != PaidUntil)
        {
            // A new bill date: what lies before it needs no telling.
            (state.NoticedFor, state.NoticedStep) = (PaidUntil, passed);
            return true;
        }

        if (passed <= state.NoticedStep)
            return false;
        state.NoticedStep = passed;
        Tell(milestones[passed - 1].Text, now);
        return true;
    }

    /// <summary>When <see cref="Remind"/> has something to tell next; null for never.</summary>
    public long? NextReminder(long now) => Milestones.Of(PaidUntil, terms, Zone).FirstOrDefault(m => m.At > now)?.At;

    /// <summary>A payment as the tables have it.</summary>
    public PaymentRow RowOf(PaymentRecord p) => new(
        p.Id, userId, p.Reference, p.Link?.PlanId ?? "", p.Amount, p.Currency ?? "INR", p.PaidAt, p.Standing, p.RefundedPaise, p.Dispute, p.IsTest,
        p.Link?.Price, p.Link?.CycleDays ?? 0, state.LastEntry);

    private bool TakePayment(PaymentFacts told, string reference, long now)
    {
        var at = state.Payments.FindIndex(p => p.Id == told.Id);
        var before = at < 0 ? null : state.Payments[at];
        var link = state.Links.Find(l => l.Reference == reference);
        // A bare word that a link is paid is of use for one of ours only: whose it is says the address that it came by.
        if (before is null && link is null && told.AmountPaise is null)
            return false;
        var known = before ?? PaymentRecord.New(told.Id, reference, link, terms.IsTest);
        if (known.Link is null && link is not null)
            known = known with { Reference = reference, Link = link, IsTest = link.IsTest };
        var after = known.With(told, now);
        if (after == before)
            return false;
        if (before is null)
            state.Payments.Add(after);
        else
            state.Payments[at] = after;
        if (link is not null && after.Standing == PaymentStanding.Credited)
            Replace(reference, static l => l with { Stage = LinkStage.Ended });
        Record(Provider, ActionOf(before, after), after.Id, $"{after.Amount} paise of {after.Link?.Price.Total ?? 0}, {after.PaidAt}", now, after);
        if (before?.Standing != after.Standing)
        {
            PaymentMetrics.Booked(after.Standing);
            Tell(TextOf(after), now);
        }

        return true;
    }

    private bool TakeFailure(PaymentFacts payment, long now)
    {
        var text = $"The payment {payment.Id} has failed. The link stays open: please try again.";
        if (state.Payments.Exists(p => p.Id == payment.Id) || state.Notices.Exists(n => n.Text == text))
            return false;
        Tell(text, now);
        Record(Provider, "payment-failed", payment.Id, "", now);
        return true;
    }

    private static string ActionOf(PaymentRecord? before, PaymentRecord after) =>
        before?.Standing != after.Standing
            ? after.Standing switch
            {
                PaymentStanding.Credited => "payment-credited",
                PaymentStanding.Refunded => "payment-refunded",
                PaymentStanding.ChargedBack => "payment-charged-back",
                _ => "payment-not-credited",
            }
        : before.Dispute != after.Dispute ? "payment-disputed"
        : before.RefundedPaise != after.RefundedPaise ? "payment-partly-refunded"
        : "payment-confirmed";

    private string TextOf(PaymentRecord p) => p.Standing switch
    {
        PaymentStanding.Credited => $"Thank you: your payment of {Rupees.Text(p.Amount)} has arrived. Your subscription runs until {Milestones.Local(PaidUntil, Zone)}.",
        PaymentStanding.Refunded => $"Your payment of {Rupees.Text(p.Amount)} has been given back. Your subscription runs until {Milestones.Local(PaidUntil, Zone)}.",
        PaymentStanding.ChargedBack => $"Your payment of {Rupees.Text(p.Amount)} was taken back by your bank. Your subscription runs until {Milestones.Local(PaidUntil, Zone)}.",
        _ => $"Your payment {p.Id} has arrived, but it is not what was asked for. The operator will look at it.",
    };

    private void Tell(string text, long now)
    {
        state.Notices.Add(new(++state.LastNotice, now, text));
        record(new(Notice: state.Notices[^1]));
        if (state.Notices.Count > MostNotices)
            state.Notices.RemoveAt(0);
    }

    private void Replace(string reference, Func<LinkRecord, LinkRecord> change)
    {
        var at = state.Links.FindIndex(l => l.Reference == reference);
        state.Links[at] = change(state.Links[at]);
    }

    private void Record(string actor, string action, string subject, string text, long now, PaymentRecord? payment = null)
    {
        var number = ++state.LastEntry;
        var coverage = Coverage;
        var lastPaid = state.Payments.Where(p => p.Standing == PaymentStanding.Credited && p.IsTest == terms.IsTest).MaxBy(static p => p.PaidAt);
        record(new(
            payment is null ? null : RowOf(payment),
            new(
                userId, coverage.Last?.PlanId ?? "", coverage.Last?.Kind ?? CoverageKind.None, coverage.End ?? state.Since,
                lastPaid?.Link!.Price.Subtotal ?? 0, lastPaid?.Link!.CycleDays ?? 0, terms.IsTest, number),
            new($"{userId}.{number}", userId, actor, action, subject, text, now)));
    }
}

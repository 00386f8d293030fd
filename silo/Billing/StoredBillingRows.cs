using TradingBot.Billing;
using TradingBot.Journal;

namespace TradingBot.Silo.Billing;

/// <summary>What all rows that queries page through have.</summary>
internal abstract class StoredBillingRow
{
    public long Seq { get; set; }
    public long Place { get; set; }
    public string UserId { get; set; } = "";

    public JournalCursor Cursor => new(Place, Seq);
}

/// <summary>A row of <c>payments</c>.</summary>
internal sealed class StoredPayment : StoredBillingRow
{
    public string Id { get; set; } = "";
    public long Version { get; set; }
    public string Reference { get; set; } = "";
    public string PlanId { get; set; } = "";
    public long AmountPaise { get; set; }
    public string Currency { get; set; } = "";
    public long PaidAt { get; set; }
    public string Standing { get; set; } = "";
    public long RefundedPaise { get; set; }
    public string Dispute { get; set; } = "";
    public long IsTest { get; set; }
    public long? ServerPaise { get; set; }
    public long? MessagesPaise { get; set; }
    public long? SupportPaise { get; set; }
    public long? AdditionalPaise { get; set; }
    public long? FeePaise { get; set; }
    public long? GstPaise { get; set; }
    public long CycleDays { get; set; }

    public PaymentRow ToRow() => new(
        Id, UserId, Reference, PlanId, AmountPaise, Currency, PaidAt, Enum.Parse<PaymentStanding>(Standing), RefundedPaise,
        Enum.Parse<DisputeState>(Dispute), IsTest != 0,
        ServerPaise is { } server ? new(server, MessagesPaise ?? 0, SupportPaise ?? 0, AdditionalPaise ?? 0, FeePaise ?? 0, GstPaise ?? 0) : null,
        (int)CycleDays, Version);
}

/// <summary>A row of <c>subscriptions</c>.</summary>
internal sealed class StoredSubscription : StoredBillingRow
{
    public long Version { get; set; }
    public string PlanId { get; set; } = "";
    public string Kind { get; set; } = "";
    public long PaidUntil { get; set; }
    public long SubtotalPaise { get; set; }
    public long CycleDays { get; set; }
    public long IsTest { get; set; }

    public SubscriptionRow ToRow() =>
        new(UserId, PlanId, Enum.Parse<CoverageKind>(Kind), PaidUntil, SubtotalPaise, (int)CycleDays, IsTest != 0, Version);
}

using System.Collections.Immutable;

namespace TradingBot.Billing;

/// <summary>A user's subscription as people see it. Times are milliseconds UTC, all null where nothing is billed.</summary>
/// <param name="IsBilled">False where no payment provider is configured, and for administrators: then nothing is restricted.</param>
/// <param name="IsTest">Payments are made with test keys: no money moves.</param>
/// <param name="Stage">How it stands.</param>
/// <param name="Kind">What covers the present.</param>
/// <param name="Plan">The plan in force; null before the first.</param>
/// <param name="DueAt">From when the next payment is due.</param>
/// <param name="PaidUntil">The bill date: what is paid, tried or granted ends.</param>
/// <param name="EntriesPausedAt">When the grace ends.</param>
/// <param name="ReadOnlyAt">When only reading and ending is left.</param>
/// <param name="TimeZone">IANA name of the user's time zone.</param>
/// <param name="HasCustomer">Whether the customer's details are known.</param>
/// <param name="OpenLink">The link to pay by, if one is open.</param>
/// <param name="Notices">What the user was told last, oldest first.</param>
[GenerateSerializer, Immutable, Alias("subscription-view")]
public sealed record SubscriptionView(
    [property: Id(0)] bool IsBilled,
    [property: Id(1)] bool IsTest,
    [property: Id(2)] SubscriptionStage Stage,
    [property: Id(3)] CoverageKind Kind,
    [property: Id(4)] PlanInfo? Plan,
    [property: Id(5)] long? DueAt,
    [property: Id(6)] long? PaidUntil,
    [property: Id(7)] long? EntriesPausedAt,
    [property: Id(8)] long? ReadOnlyAt,
    [property: Id(9)] string TimeZone,
    [property: Id(10)] bool HasCustomer,
    [property: Id(11)] PaymentLinkView? OpenLink,
    [property: Id(12)] ImmutableArray<BillingNotice> Notices);

namespace TradingBot.Billing;

/// <summary>How a user is covered: what the operator's view is made of.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="PlanId">The plan of the last cover; empty before the first.</param>
/// <param name="Kind">What the last cover is.</param>
/// <param name="PaidUntil">Its end, milliseconds UTC.</param>
/// <param name="SubtotalPaise">The price of a cycle without fee and tax, as paid last; 0 before the first payment.</param>
/// <param name="CycleDays">Days of that cycle; 0 before the first payment.</param>
/// <param name="IsTest">Made with test keys: no money.</param>
/// <param name="Version">Rises with every change.</param>
/// <param name="Stage">How it stands when it is read; not stored.</param>
[GenerateSerializer, Immutable, Alias("subscription-row")]
public sealed record SubscriptionRow(
    [property: Id(0)] string UserId,
    [property: Id(1)] string PlanId,
    [property: Id(2)] CoverageKind Kind,
    [property: Id(3)] long PaidUntil,
    [property: Id(4)] long SubtotalPaise,
    [property: Id(5)] int CycleDays,
    [property: Id(6)] bool IsTest,
    [property: Id(7)] long Version,
    [property: Id(8)] SubscriptionStage Stage = SubscriptionStage.Active);

namespace TradingBot.Billing;

/// <summary>A payment, in its last known state.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="UserId">Whose; empty when nobody can be told from it.</param>
/// <param name="Reference">Reference of the link that it was made by.</param>
/// <param name="PlanId">The plan; empty when the link is not known.</param>
/// <param name="AmountPaise">What was paid, paise.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="PaidAt">When it was paid, milliseconds UTC.</param>
/// <param name="Standing">What became of it.</param>
/// <param name="RefundedPaise">What was given back so far, paise.</param>
/// <param name="Dispute">Whether it is disputed.</param>
/// <param name="IsTest">Made with test keys: no money.</param>
/// <param name="Price">What was asked for; null when the link is not known.</param>
/// <param name="CycleDays">Days that it covers while it is credited.</param>
/// <param name="Version">Rises with every change.</param>
[GenerateSerializer, Immutable, Alias("payment-row")]
public sealed record PaymentRow(
    [property: Id(0)] string Id,
    [property: Id(1)] string UserId,
    [property: Id(2)] string Reference,
    [property: Id(3)] string PlanId,
    [property: Id(4)] long AmountPaise,
    [property: Id(5)] string Currency,
    [property: Id(6)] long PaidAt,
    [property: Id(7)] PaymentStanding Standing,
    [property: Id(8)] long RefundedPaise,
    [property: Id(9)] DisputeState Dispute,
    [property: Id(10)] bool IsTest,
    [property: Id(11)] PriceBreakdown? Price,
    [property: Id(12)] int CycleDays,
    [property: Id(13)] long Version)
{
    /// <summary>Whether the operator should look at it.</summary>
    public bool NeedsAttention =>
        Standing is not (PaymentStanding.Credited or PaymentStanding.Refunded) || Dispute == DisputeState.Open
        || (RefundedPaise > 0 && Standing == PaymentStanding.Credited);
}

namespace TradingBot.Billing;

/// <summary>What the payment provider tells, by any way.</summary>
[GenerateSerializer, Alias("payment-news-kind")]
public enum PaymentNewsKind
{
    /// <summary>Money has arrived.</summary>
    Captured,

    /// <summary>A payment was tried and has failed.</summary>
    Failed,

    /// <summary>Money was given back, in part or in full.</summary>
    Refunded,

    /// <summary>A dispute was opened, moved on or decided.</summary>
    Disputed,

    /// <summary>A link cannot be paid any more: expired or cancelled.</summary>
    LinkEnded,
}

/// <summary>
/// One thing that the payment provider tells about a payment or a link. It may come more than once, late and in any order:
/// taking it again changes nothing.
/// </summary>
/// <param name="EventId">The provider's id of the delivery's event; empty when it was asked for.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="UserId">Whose, as noted on link and payment; empty when it does not say.</param>
/// <param name="Reference">Reference of the link; empty when it does not say.</param>
/// <param name="Payment">The payment; null when it is about a link alone.</param>
[GenerateSerializer, Immutable, Alias("payment-news")]
public sealed record PaymentNews(
    [property: Id(0)] string EventId,
    [property: Id(1)] PaymentNewsKind Kind,
    [property: Id(2)] string UserId,
    [property: Id(3)] string Reference,
    [property: Id(4)] PaymentFacts? Payment);

/// <summary>What is known of a payment.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="AmountPaise">Amount in paise; null when only the provider's word is known that the link is paid in full.</param>
/// <param name="Currency">ISO 4217; null like the amount.</param>
/// <param name="PaidAt">When it was paid, milliseconds UTC.</param>
/// <param name="RefundedPaise">What was given back so far, paise.</param>
/// <param name="Dispute">Whether it is disputed.</param>
[GenerateSerializer, Immutable, Alias("payment-facts")]
public sealed record PaymentFacts(
    [property: Id(0)] string Id,
    [property: Id(1)] long? AmountPaise,
    [property: Id(2)] string? Currency,
    [property: Id(3)] long PaidAt,
    [property: Id(4)] long RefundedPaise = 0,
    [property: Id(5)] DisputeState Dispute = DisputeState.None);

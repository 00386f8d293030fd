using System.Text.Json.Serialization;
using TradingBot.Billing;

namespace TradingBot.Grains.Billing;

/// <summary>A payment, put together from all that was told of it. The order in which it was told makes no difference.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Reference">Reference of the link; empty when it is not known.</param>
/// <param name="AmountPaise">Amount; null while only the provider's word is known that the link is paid in full.</param>
/// <param name="Currency">ISO 4217; null like the amount.</param>
/// <param name="PaidAt">The earliest time that was told for it, between the asking for its link and its becoming known.</param>
/// <param name="RefundedPaise">The most that was told to be given back.</param>
/// <param name="Dispute">The furthest state that was told.</param>
/// <param name="IsMarkedRefunded">The operator has given it back by other ways.</param>
/// <param name="IsTest">Made with test keys.</param>
/// <param name="Link">The link as it was asked for; null when this service does not know it.</param>
public sealed record PaymentRecord(
    string Id, string Reference, long? AmountPaise, string? Currency, long PaidAt, long RefundedPaise, DisputeState Dispute, bool IsMarkedRefunded,
    bool IsTest, LinkRecord? Link)
{
    private const string Rupees = "INR";

    /// <summary>What became of it.</summary>
    [JsonIgnore]
    public PaymentStanding Standing =>
        Dispute == DisputeState.Lost ? PaymentStanding.ChargedBack
        : IsMarkedRefunded || (RefundedPaise > 0 && RefundedPaise >= Amount) ? PaymentStanding.Refunded
        : Link is null ? PaymentStanding.UnknownLink
        : Currency is not (null or Rupees) ? PaymentStanding.WrongCurrency
        : Amount < Link.Price.Total ? PaymentStanding.Partial
        : Amount > Link.Price.Total ? PaymentStanding.WrongAmount
        : PaymentStanding.Credited;

    /// <summary>What was paid; the price while nothing else is known.</summary>
    [JsonIgnore]
    public long Amount => AmountPaise ?? Link?.Price.Total ?? 0;

    /// <summary>A payment that was not known before.</summary>
    /// <param name="id">The provider's id.</param>
    /// <param name="reference">Reference of the link.</param>
    /// <param name="link">The link, if this service knows it.</param>
    /// <param name="isTest">Whether the keys are test keys.</param>
    public static PaymentRecord New(string id, string reference, LinkRecord? link, bool isTest) =>
        new(id, reference, null, null, long.MaxValue, 0, DisputeState.None, false, link?.IsTest ?? isTest, link);

    /// <summary>With what has been told now.</summary>
    /// <param name="told">What has been told.</param>
    /// <param name="now">Now, milliseconds UTC.</param>
    public PaymentRecord With(PaymentFacts told, long now) => this with
    {
        AmountPaise = AmountPaise ?? told.AmountPaise,
        Currency = Currency ?? told.Currency,
        // The provider's clock is not ours: neither in the future, nor before the link was asked for.
        PaidAt = Math.Max(Math.Min(PaidAt, Math.Min(told.PaidAt, now)), Link?.RequestedAt ?? 0),
        RefundedPaise = Math.Max(RefundedPaise, told.RefundedPaise),
        Dispute = (DisputeState)Math.Max((int)Dispute, (int)told.Dispute),
    };
}

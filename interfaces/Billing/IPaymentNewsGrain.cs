using System.Collections.Immutable;
using Orleans.Concurrency;

namespace TradingBot.Billing;

/// <summary>What became of a delivery from the payment provider.</summary>
[GenerateSerializer, Alias("delivery-verdict")]
public enum DeliveryVerdict
{
    /// <summary>Taken, or of no interest.</summary>
    Taken,

    /// <summary>The signature is not the provider's.</summary>
    Forged,

    /// <summary>Signed, but not readable.</summary>
    Malformed,

    /// <summary>No payment provider is configured.</summary>
    NotConfigured,
}

/// <summary>Proves and takes what comes from the payment provider. One grain, key <see cref="Key"/>; holds nothing.</summary>
[Alias("payment-news-desk")]
public interface IPaymentNewsGrain : IGrainWithStringKey
{
    /// <summary>The key of the only grain of this kind.</summary>
    const string Key = "desk";

    /// <summary>A webhook. Durable when it returns <see cref="DeliveryVerdict.Taken"/>.</summary>
    /// <param name="body">The body, byte for byte.</param>
    /// <param name="signature">Its signature.</param>
    /// <param name="eventId">The event's id, the same at every delivery; empty when there is none.</param>
    [Alias("webhook"), AlwaysInterleave]
    Task<DeliveryVerdict> TakeWebhookAsync(ImmutableArray<byte> body, string signature, string eventId);

    /// <summary>What the payer's browser brings back from the provider.</summary>
    /// <param name="userId">The user, from the address that the link was given.</param>
    /// <param name="callback">The rest of the address.</param>
    [Alias("callback"), AlwaysInterleave]
    Task<DeliveryVerdict> TakeCallbackAsync(string userId, LinkCallback callback);
}

/// <summary>The signed part of a callback address.</summary>
/// <param name="LinkId">The provider's id of the link.</param>
/// <param name="Reference">Our reference of the link.</param>
/// <param name="Status">How the link stands.</param>
/// <param name="PaymentId">The payment.</param>
/// <param name="Signature">The signature over the four.</param>
[GenerateSerializer, Immutable, Alias("link-callback")]
public sealed record LinkCallback(
    [property: Id(0)] string LinkId,
    [property: Id(1)] string Reference,
    [property: Id(2)] string Status,
    [property: Id(3)] string PaymentId,
    [property: Id(4)] string Signature);

using TradingBot.Billing;

namespace TradingBot.Payments;

/// <summary>
/// Takes payments by link. Amounts are whole paise (INR). Calls end in 25 s at most, retry what is safe to retry, and never
/// throw for what a provider or a network can do: failures are values.
/// </summary>
public interface IPaymentProvider
{
    /// <summary>Whether credentials are configured. Where they are not, nothing is billed and nothing below is called.</summary>
    bool IsConfigured { get; }

    /// <summary>Whether the credentials are test credentials: no money moves.</summary>
    bool IsTest { get; }

    /// <summary>Makes a customer, or finds the one with the same e-mail address and telephone number.</summary>
    /// <returns>The provider's id of the customer.</returns>
    Task<PaymentResult<string>> EnsureCustomerAsync(CustomerDetails customer, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a link. <see cref="PaymentFailure.Duplicate"/> when the reference is taken: then <see cref="FindLinkAsync"/> has it.
    /// </summary>
    Task<PaymentResult<ProviderLink>> CreateLinkAsync(LinkOrder order, CancellationToken cancellationToken);

    /// <summary>The link with a reference; <see cref="PaymentFailure.NotFound"/> when there is none.</summary>
    Task<PaymentResult<ProviderLink>> FindLinkAsync(string reference, CancellationToken cancellationToken);

    /// <summary>A link as it is now, with its payments.</summary>
    Task<PaymentResult<ProviderLink>> GetLinkAsync(string linkId, CancellationToken cancellationToken);

    /// <summary>Ends a link. <see cref="PaymentFailure.Refused"/> when it cannot be cancelled any more: look at it again.</summary>
    Task<PaymentResult<ProviderLink>> CancelLinkAsync(string linkId, CancellationToken cancellationToken);

    /// <summary>Proves a webhook by its signature, made with the present or the previous secret, and reads it.</summary>
    /// <param name="body">The body, byte for byte.</param>
    /// <param name="signature">The signature that came with it.</param>
    /// <param name="eventId">The event's id; empty when there is none.</param>
    WebhookReading ReadWebhook(ReadOnlySpan<byte> body, string signature, string eventId);

    /// <summary>Proves what a payer's browser brings back.</summary>
    bool IsGenuine(LinkCallback callback);
}

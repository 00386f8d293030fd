using System.Text;
using System.Text.Json;
using TradingBot.Billing;

namespace TradingBot.Payments.Razorpay;

/// <summary>Payment links of Razorpay.</summary>
public sealed class RazorpayClient : IPaymentProvider, IDisposable
{
    private readonly RazorpayOptions _options;
    private readonly RazorpayConnection _connection;

    /// <summary>Makes a client.</summary>
    /// <param name="options">Valid settings.</param>
    /// <param name="time">The clock of time-outs.</param>
    /// <param name="watch">Who wants to know whether it can be reached.</param>
    public RazorpayClient(RazorpayOptions options, TimeProvider time, IProviderWatch? watch = null) =>
        (_options, _connection) = (options, new(options, time, watch));

    /// <inheritdoc/>
    public bool IsConfigured => _options.IsConfigured;

    /// <inheritdoc/>
    public bool IsTest => _options.Mode == RazorpayMode.Test;

    /// <inheritdoc/>
    public Task<PaymentResult<string>> EnsureCustomerAsync(CustomerDetails customer, CancellationToken cancellationToken) =>
        _connection.SendAsync(
            HttpMethod.Post, "customers",
            new { name = customer.Name, email = customer.Email, contact = customer.Phone, fail_existing = "0" },
            static answer => answer.Text("id") is { Length: > 0 } id ? id : null,
            // With fail_existing=0 the second time gives what the first one has made.
            isRepeatable: true, cancellationToken);

    /// <inheritdoc/>
    public Task<PaymentResult<ProviderLink>> CreateLinkAsync(LinkOrder order, CancellationToken cancellationToken)
    {
        var body = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["amount"] = order.AmountPaise,
            ["currency"] = "INR",
            ["accept_partial"] = false,
            ["reference_id"] = order.Reference,
            ["description"] = order.Description,
            ["customer"] = new { name = order.Customer.Name, email = order.Customer.Email, contact = order.Customer.Phone },
            // The service tells its users itself: a link that it does not know of yet must not reach anybody.
            ["notify"] = new { sms = false, email = false },
            ["reminder_enable"] = false,
            ["expire_by"] = order.ExpiresAt / 1_000,
            ["notes"] = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [RazorpayJson.UserNote] = order.UserId, [RazorpayJson.ReferenceNote] = order.Reference,
            },
        };
        if (order.CallbackUrl is not null)
            (body["callback_url"], body["callback_method"]) = (order.CallbackUrl.AbsoluteUri, "get");
        return _connection.SendAsync(HttpMethod.Post, "payment_links", body, RazorpayJson.Link, isRepeatable: false, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<PaymentResult<ProviderLink>> FindLinkAsync(string reference, CancellationToken cancellationToken)
    {
        // Of several, which Razorpay does not let happen, the first made would be ours.
        var answer = await _connection.SendAsync(
            HttpMethod.Get, $"payment_links?reference_id={Uri.EscapeDataString(reference)}", null,
            list => list.ValueKind == JsonValueKind.Object && list.TryGetProperty("payment_links", out var links) && links.ValueKind == JsonValueKind.Array
                ? links.EnumerateArray().Select(RazorpayJson.Link).OfType<ProviderLink>().Where(l => l.Reference == reference).ToArray()
                : null,
            isRepeatable: true, cancellationToken);
        return answer.Error is not null ? new(null, answer.Error)
            : answer.Value is [.., var first] ? new(first, null)
            : new(null, new(PaymentFailure.NotFound, "there is no such link"));
    }

    /// <inheritdoc/>
    public Task<PaymentResult<ProviderLink>> GetLinkAsync(string linkId, CancellationToken cancellationToken) =>
        _connection.SendAsync(HttpMethod.Get, $"payment_links/{Uri.EscapeDataString(linkId)}", null, RazorpayJson.Link, isRepeatable: true, cancellationToken);

    /// <inheritdoc/>
    public Task<PaymentResult<ProviderLink>> CancelLinkAsync(string linkId, CancellationToken cancellationToken) =>
        _connection.SendAsync(
            HttpMethod.Post, $"payment_links/{Uri.EscapeDataString(linkId)}/cancel", new { }, RazorpayJson.Link, isRepeatable: false, cancellationToken);

    /// <inheritdoc/>
    public WebhookReading ReadWebhook(ReadOnlySpan<byte> body, string signature, string eventId)
    {
        // Both, so that the time does not tell which of them it was.
        var isGenuine = RazorpaySignature.IsValid(_options.WebhookSecret, body, signature)
            | RazorpaySignature.IsValid(_options.PreviousWebhookSecret, body, signature);
        if (!isGenuine)
            return new(DeliveryVerdict.Forged, null);
        try
        {
            return new(DeliveryVerdict.Taken, RazorpayWebhook.Read(body, eventId));
        }
        catch (JsonException)
        {
            return new(DeliveryVerdict.Malformed, null);
        }
    }

    /// <inheritdoc/>
    public bool IsGenuine(LinkCallback callback) =>
        RazorpaySignature.IsValid(_options.KeySecret, Encoding.UTF8.GetBytes(RazorpaySignature.MessageOf(callback)), callback.Signature);

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();
}

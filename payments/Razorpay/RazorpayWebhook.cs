using System.Text.Json;
using TradingBot.Billing;

namespace TradingBot.Payments.Razorpay;

/// <summary>Reads the events of Razorpay's webhooks. What it does not know is of no interest, not an error.</summary>
internal static class RazorpayWebhook
{
    /// <summary>Reads an event whose signature is proved.</summary>
    /// <returns>What it tells, if anything.</returns>
    /// <exception cref="JsonException">It is not an event.</exception>
    public static PaymentNews? Read(ReadOnlySpan<byte> body, string eventId)
    {
        using var document = JsonDocument.Parse(body.ToArray());
        var root = document.RootElement;
        if (root.Text("event") is not { Length: > 0 } name || root.Object("payload") is not { } payload)
            throw new JsonException("an event has 'event' and 'payload'");
        if (KindOf(name) is not { } kind)
            return null;
        var link = Entity(payload, "payment_link");
        var payment = Entity(payload, "payment");
        var facts = payment is { } p ? RazorpayJson.PaymentOf(p) : null;
        if (kind == PaymentNewsKind.Refunded && Entity(payload, "refund") is { } refund)
            facts = WithRefund(facts, refund);
        if (kind == PaymentNewsKind.Disputed)
            facts = WithDispute(facts, name, Entity(payload, "dispute"));
        if (kind != PaymentNewsKind.LinkEnded && facts is null)
            return null;
        return new(
            eventId, kind, First(link?.Note(RazorpayJson.UserNote), payment?.Note(RazorpayJson.UserNote)),
            First(link?.Text("reference_id"), payment?.Note(RazorpayJson.ReferenceNote)), facts);
    }

    private static PaymentNewsKind? KindOf(string name) => name switch
    {
        "payment_link.paid" or "payment_link.partially_paid" or "payment.captured" => PaymentNewsKind.Captured,
        "payment_link.expired" or "payment_link.cancelled" => PaymentNewsKind.LinkEnded,
        "payment.failed" => PaymentNewsKind.Failed,
        "refund.processed" => PaymentNewsKind.Refunded,
        _ => name.StartsWith("payment.dispute.", StringComparison.Ordinal) ? PaymentNewsKind.Disputed : null,
    };

    // The payment says what was refunded in all. Without it, this refund is the least that was.
    private static PaymentFacts? WithRefund(PaymentFacts? payment, JsonElement refund) =>
        payment is not null ? payment with { RefundedPaise = Math.Max(payment.RefundedPaise, refund.Number("amount") ?? 0) }
        : refund.Text("payment_id") is { Length: > 0 } id ? new(id, null, null, long.MaxValue, refund.Number("amount") ?? 0)
        : null;

    private static PaymentFacts? WithDispute(PaymentFacts? payment, string name, JsonElement? dispute)
    {
        var state = name switch
        {
            "payment.dispute.lost" => DisputeState.Lost,
            "payment.dispute.won" or "payment.dispute.closed" => DisputeState.Closed,
            _ => DisputeState.Open,
        };
        return payment is not null ? payment with { Dispute = state }
            : dispute?.Text("payment_id") is { Length: > 0 } id ? new(id, null, null, long.MaxValue, 0, state)
            : null;
    }

    private static JsonElement? Entity(JsonElement payload, string name) => payload.Object(name)?.Object("entity");

    private static string First(string? one, string? other) => one is { Length: > 0 } ? one : other ?? "";
}

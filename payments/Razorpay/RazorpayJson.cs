using System.Collections.Immutable;
using System.Text.Json;
using TradingBot.Billing;

namespace TradingBot.Payments.Razorpay;

/// <summary>
/// Reads Razorpay's JSON, whose fields are null, absent, or of another type from one month to the next: notes without entries
/// are an empty array, for example.
/// </summary>
internal static class RazorpayJson
{
    /// <summary>The note that says whose a link or payment is.</summary>
    public const string UserNote = "tb_user";

    /// <summary>The note that says by which link a payment was made.</summary>
    public const string ReferenceNote = "tb_reference";

    public static JsonElement? Object(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    public static string Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? value.ValueKind switch { JsonValueKind.String => value.GetString()!, JsonValueKind.Number => value.GetRawText(), _ => "" }
            : "";

    public static long? Number(this JsonElement element, string name) =>
        long.TryParse(element.Text(name), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public static string Note(this JsonElement element, string name) => element.Object("notes")?.Text(name) ?? "";

    public static ProviderLink? Link(JsonElement link)
    {
        if (link.Text("id") is not { Length: > 0 } id || link.Number("amount") is not { } amount || StatusOf(link.Text("status")) is not { } status)
            return null;
        var payments = link.ValueKind == JsonValueKind.Object && link.TryGetProperty("payments", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(static p => p.Text("status") == "captured").Select(p => PaymentOf(p, "payment_id", link.Text("currency"))).OfType<PaymentFacts>().ToImmutableArray()
            : [];
        return new(id, link.Text("reference_id"), link.Note(UserNote), link.Text("short_url"), status, amount, payments);
    }

    /// <summary>A payment of an event, or of a link's list, whose ids have another name and which leaves the currency to the link.</summary>
    public static PaymentFacts? PaymentOf(JsonElement payment, string idName = "id", string currency = "") =>
        payment.Text(idName) is { Length: > 0 } id
            ? new(
                id, payment.Number("amount"), payment.Text("currency") is { Length: > 0 } own ? own : currency,
                Milliseconds(payment.Number("created_at")), payment.Number("amount_refunded") ?? 0)
            : null;

    // Seconds; what is beyond all calendars is as good as unknown, and unknown is never earlier than now.
    private static long Milliseconds(long? seconds) => seconds is > 0 and < 4_102_444_800 ? seconds.Value * 1_000 : long.MaxValue;

    private static ProviderLinkStatus? StatusOf(string status) => status switch
    {
        "created" => ProviderLinkStatus.Open,
        "partially_paid" => ProviderLinkStatus.PartiallyPaid,
        "paid" => ProviderLinkStatus.Paid,
        "expired" => ProviderLinkStatus.Expired,
        "cancelled" => ProviderLinkStatus.Cancelled,
        _ => null,
    };
}

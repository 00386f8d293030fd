using System.Text.Json.Nodes;

namespace TradingBot.Tests.Billing.Server;

/// <summary>A payment link at the server.</summary>
public sealed class ServerLink
{
    public required string Id { get; init; }

    public required string Reference { get; init; }

    public required long Amount { get; init; }

    public required long CreatedAt { get; init; }

    public required long ExpireBy { get; init; }

    public required JsonObject Notes { get; init; }

    public required JsonObject Customer { get; init; }

    public string? CallbackUrl { get; init; }

    public string Status { get; set; } = "created";

    public List<ServerPayment> Payments { get; } = [];

    public JsonObject ToJson(bool withPayments) => new()
    {
        ["accept_partial"] = false,
        ["amount"] = Amount,
        ["amount_paid"] = Payments.Where(p => p.Status == "captured").Sum(p => p.Amount),
        ["created_at"] = CreatedAt,
        ["currency"] = "INR",
        ["customer"] = Customer.DeepClone(),
        ["expire_by"] = ExpireBy,
        ["id"] = Id,
        ["notes"] = Notes.DeepClone(),
        ["order_id"] = "order_" + Id[6..],
        ["payments"] = withPayments
            ? new JsonArray([.. Payments.Select(p => (JsonNode)new JsonObject
            {
                ["amount"] = p.Amount, ["created_at"] = p.CreatedAt, ["method"] = "upi", ["payment_id"] = p.Id, ["status"] = p.Status,
            })])
            : null,
        ["reference_id"] = Reference,
        ["reminders"] = new JsonArray(),
        ["short_url"] = $"https://rzp.io/rzp/{Id[6..]}",
        ["status"] = Status,
        ["surprise"] = new JsonObject { ["added"] = "last month" },
    };
}

/// <summary>A payment at the server.</summary>
public sealed class ServerPayment
{
    public required string Id { get; init; }

    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public required long CreatedAt { get; init; }

    public required JsonNode Notes { get; init; }

    public string Status { get; set; } = "captured";

    public long Refunded { get; set; }

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["entity"] = "payment",
        ["amount"] = Amount,
        ["currency"] = Currency,
        ["status"] = Status,
        ["captured"] = Status == "captured",
        ["amount_refunded"] = Refunded,
        ["contact"] = "+919999999999",
        ["email"] = "void@razorpay.com",
        ["description"] = "#Ünïcødé ₹",
        ["notes"] = Notes.DeepClone(),
        ["created_at"] = CreatedAt,
    };
}

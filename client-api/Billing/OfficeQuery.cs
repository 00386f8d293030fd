using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using TradingBot.Billing;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Billing;

/// <summary>Which rows of the operator's lists.</summary>
internal class OfficeQuery
{
    [FromQuery(Name = "user"), Description("Whose.")]
    public string? User { get; init; }

    /// <exception cref="RequestException">Something is wrong.</exception>
    public virtual BillingQuery Read(FieldReader fields, int limit, string? cursor)
    {
        var query = new BillingQuery(User, Cursor: cursor, Limit: limit);
        fields.ThrowIfAny();
        fields.Refuse(query.Validate());
        fields.ThrowIfAny();
        return query;
    }
}

/// <summary>Which payments.</summary>
internal sealed class PaymentsQuery : OfficeQuery
{
    [FromQuery(Name = "attention"), Description("true: only those that the operator should look at.")]
    public string? Attention { get; init; }

    public override BillingQuery Read(FieldReader fields, int limit, string? cursor)
    {
        if (Attention is not (null or "true" or "false"))
            fields.Refuse("attention", "must be true or false.");
        return base.Read(fields, limit, cursor) with { NeedsAttention = Attention == "true" };
    }
}

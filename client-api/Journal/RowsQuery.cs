using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Http;
using TradingBot.Journal;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Journal;

/// <summary>Which rows.</summary>
internal class RowsQuery
{
    [FromQuery(Name = "user"), Description("Whose; for administrators, who get everybody's without it.")]
    public string? User { get; init; }

    [FromQuery(Name = "symbol"), Description("One symbol only, market:symbol.")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "interval"), Description("Interval of the trader.")]
    public string? Interval { get; init; }

    [FromQuery(Name = "mode"), Description("Which exchange.")]
    public string? Mode { get; init; }

    [FromQuery(Name = "from"), Description("Earliest time, inclusive; of a trade, its exit.")]
    public string? From { get; init; }

    [FromQuery(Name = "to"), Description("Latest time, exclusive.")]
    public string? To { get; init; }

    [FromQuery(Name = "order"), Description("newest-first (default) or oldest-first.")]
    public string? Order { get; init; }

    /// <summary>The query, and whose journal answers it: null for everybody's.</summary>
    public virtual (string? Owner, JournalQuery Query) Read(ClaimsPrincipal caller)
    {
        var fields = new FieldReader();
        var result = Read(caller, fields, null);
        fields.ThrowIfAny();
        return result;
    }

    protected (string? Owner, JournalQuery Query) Read(ClaimsPrincipal caller, FieldReader fields, OrderStatus? status)
    {
        var owner = caller.OwnersOf(User);
        var query = new JournalQuery(
            owner, fields.Symbol("symbol", Symbol), fields.Interval("interval", Interval), fields.Time("from", From), fields.Time("to", To),
            status, fields.Choice<TradingMode>("mode", Mode), fields.Choice<RowOrder>("order", Order) == RowOrder.OldestFirst);
        fields.ThrowIfAny();
        fields.Refuse(query.Validate());
        return (owner, query);
    }

    private enum RowOrder
    {
        NewestFirst,
        OldestFirst,
    }
}

/// <summary>Which orders.</summary>
internal class OrderRowsQuery : RowsQuery
{
    [FromQuery(Name = "status"), Description("Where the order stands.")]
    public string? Status { get; init; }

    public override (string? Owner, JournalQuery Query) Read(ClaimsPrincipal caller)
    {
        var fields = new FieldReader();
        var result = Read(caller, fields, fields.Choice<OrderStatus>("status", Status));
        fields.ThrowIfAny();
        return result;
    }
}

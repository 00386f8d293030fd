using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace TradingBot.ClientApi.Http;

/// <summary>Query parameters of a list in the order of a name.</summary>
internal sealed class PageQuery
{
    [FromQuery(Name = "limit"), Description("Items a page.")]
    public string? Limit { get; init; }

    [FromQuery(Name = "cursor"), Description("The nextCursor of the page before.")]
    public string? Cursor { get; init; }

    /// <summary>Limit, and the name that the page before ended with.</summary>
    public (int Limit, string? After) Read()
    {
        var fields = new FieldReader();
        var limit = fields.Number("limit", Limit, 1, ApiLimits.MaxPage, ApiLimits.DefaultPage);
        var after = fields.Cursor(Cursor);
        fields.ThrowIfAny();
        return (limit, after);
    }
}

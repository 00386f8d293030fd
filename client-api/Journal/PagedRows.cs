using TradingBot.ClientApi.Http;
using TradingBot.Journal;

namespace TradingBot.ClientApi.Journal;

/// <summary>Adds the place in the list to a query of rows.</summary>
internal static class PagedRows
{
    public static JournalQuery At(this JournalQuery query, string? limit, string? cursor)
    {
        var fields = new FieldReader();
        var paged = query with { Limit = fields.Number("limit", limit, 1, JournalQuery.MaxLimit, ApiLimits.DefaultPage), Cursor = cursor };
        fields.ThrowIfAny();
        fields.Refuse(paged.Validate());
        fields.ThrowIfAny();
        return paged;
    }
}

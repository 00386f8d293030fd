using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Limits;
using TradingBot.ClientApi.OpenApi;
using TradingBot.Journal;

namespace TradingBot.ClientApi.Journal;

/// <summary><c>/orders</c>, <c>/fills</c>, <c>/trades</c>: what the service did, page by page or as a whole.</summary>
internal static class JournalApi
{
    public static void MapJournal(this IEndpointRouteBuilder routes)
    {
        Map<OrderRowsQuery, OrderRow, OrderResponse>(routes, "orders", static (j, q) => j.GetOrdersAsync(q), OrderResponse.From);
        Map<RowsQuery, FillRow, FillResponse>(routes, "fills", static (j, q) => j.GetFillsAsync(q), FillResponse.From);
        Map<RowsQuery, TradeRow, TradeResponse>(routes, "trades", static (j, q) => j.GetTradesAsync(q), TradeResponse.From);
    }

    private static void Map<TQuery, TRow, TResponse>(
        IEndpointRouteBuilder routes, string rows, Func<IJournalGrain, JournalQuery, Task<JournalPage<TRow>>> read, Func<TRow, TResponse> show)
        where TQuery : RowsQuery
    {
        var group = routes.MapApi($"/{rows}", "Journal");
        var name = char.ToUpperInvariant(rows[0]) + rows[1..];
        // As variables: the route analyzer cannot take local functions of a generic method.
        Delegate list = ListAsync, export = Export;
        group.MapGet("", list).Describe($"list{name}", $"Lists {rows}, newest first.", 404);
        group.MapGet("/export", export).Describe($"export{name}", $"Streams all {rows} that match, as CSV or as a JSON array.", 404, 429).IsHeavy()
            .Produces<TResponse[]>(200, ApiJson.MediaType, "text/csv")
            .WithMetadata(new TextExample("text/csv", CsvRow<TResponse>.Header + CsvRow<TResponse>.TextOf((TResponse)Samples.Of(typeof(TResponse))!)));

        async Task<Ok<Page<TResponse>>> ListAsync(
            [AsParameters] TQuery query,
            [FromQuery(Name = "limit"), Description("Items a page.")] string? limit,
            [FromQuery(Name = "cursor"), Description("The nextCursor of the page before.")] string? cursor,
            ClaimsPrincipal caller, IClusterClient grains)
        {
            var (owner, journal) = query.Read(caller);
            var page = await read(grains.JournalOf(owner, caller), journal.At(limit, cursor));
            return TypedResults.Ok(new Page<TResponse>([.. page.Items.Select(show)], page.NextCursor));
        }

        RowExport<TResponse> Export(
            [AsParameters] TQuery query,
            [FromQuery(Name = "format"), Description("csv (default) or json.")] string? format,
            ClaimsPrincipal caller, IClusterClient grains)
        {
            var fields = new FieldReader();
            var chosen = fields.Choice<ExportFormat>("format", format) ?? ExportFormat.Csv;
            fields.ThrowIfAny();
            var (owner, wanted) = query.Read(caller);
            return new(rows, chosen, ReadAll(grains.JournalOf(owner, caller), wanted with { Limit = JournalQuery.MaxLimit }));
        }

        async IAsyncEnumerable<TResponse> ReadAll(IJournalGrain journal, JournalQuery query)
        {
            JournalPage<TRow> page;
            do
            {
                page = await read(journal, query);
                foreach (var row in page.Items)
                    yield return show(row);
                query = query with { Cursor = page.NextCursor };
            }
            while (page.NextCursor is not null);
        }
    }
}

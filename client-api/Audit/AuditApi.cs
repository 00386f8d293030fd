using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.Audit;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Journal;
using TradingBot.ClientApi.Limits;
using TradingBot.ClientApi.OpenApi;
using TradingBot.Journal;

namespace TradingBot.ClientApi.Audit;

/// <summary><c>/audit</c>: the audit trail, one's own or everybody's.</summary>
internal static class AuditApi
{
    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        var audit = routes.MapApi("/audit", "Audit");
        audit.MapGet("", ListAsync).Describe("listAudit", "Lists who did what, newest first.", 404);
        audit.MapGet("/export", Export).IsHeavy().Describe("exportAudit", "Streams who did what, newest first, as CSV or as a JSON array.", 404, 429)
            .Produces<AuditResponse[]>(200, ApiJson.MediaType, "text/csv")
            .WithMetadata(new TextExample("text/csv", CsvRow<AuditResponse>.Header + CsvRow<AuditResponse>.TextOf((AuditResponse)Samples.Of(typeof(AuditResponse))!)));
    }

    private static async Task<Ok<Page<AuditResponse>>> ListAsync(
        [FromQuery(Name = "user"), Description("About whose account; for administrators, who get everybody's without it.")] string? user,
        [FromQuery(Name = "actor"), Description("By whom.")] string? actor,
        [FromQuery(Name = "limit"), Description("Items a page.")] string? limit,
        [FromQuery(Name = "cursor"), Description("The nextCursor of the page before.")] string? cursor,
        ClaimsPrincipal caller, IClusterClient grains)
    {
        var fields = new FieldReader();
        var items = fields.Number("limit", limit, 1, JournalQuery.MaxLimit, ApiLimits.DefaultPage);
        var query = Read(fields, new(caller.OwnersOf(user), actor, cursor, items));
        var page = await Book(grains).ReadAsync(query);
        return TypedResults.Ok(new Page<AuditResponse>([.. page.Items.Select(r => Show(r, caller))], page.NextCursor));
    }

    private static RowExport<AuditResponse> Export(
        [FromQuery(Name = "user"), Description("About whose account; for administrators, who get everybody's without it.")] string? user,
        [FromQuery(Name = "actor"), Description("By whom.")] string? actor,
        [FromQuery(Name = "format"), Description("csv (default) or json.")] string? format,
        ClaimsPrincipal caller, IClusterClient grains)
    {
        var fields = new FieldReader();
        var chosen = fields.Choice<ExportFormat>("format", format) ?? ExportFormat.Csv;
        return new("audit", chosen, ReadAll(Read(fields, new(caller.OwnersOf(user), actor, Limit: JournalQuery.MaxLimit))));

        async IAsyncEnumerable<AuditResponse> ReadAll(AuditQuery first)
        {
            for (AuditQuery? next = first; next is not null;)
            {
                var page = await Book(grains).ReadAsync(next);
                foreach (var row in page.Items)
                    yield return Show(row, caller);
                next = page.NextCursor is { } cursor ? next with { Cursor = cursor } : null;
            }
        }
    }

    private static AuditQuery Read(FieldReader fields, AuditQuery query)
    {
        fields.ThrowIfAny();
        fields.Refuse(query.Validate());
        fields.ThrowIfAny();
        return query;
    }

    // Where an administrator sits is not for whom they help.
    private static AuditResponse Show(AuditRow row, ClaimsPrincipal caller) =>
        AuditResponse.From(caller.IsAdmin() || row.Actor == caller.Id() ? row : row with { Address = "" });

    private static IAuditBookGrain Book(IClusterClient grains) => grains.GetGrain<IAuditBookGrain>(IAuditBookGrain.Key);
}

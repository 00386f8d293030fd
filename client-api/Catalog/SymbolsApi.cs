using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.Catalog;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Catalog;

/// <summary><c>/symbols</c>: what can be traded.</summary>
internal static class SymbolsApi
{
    public static void MapSymbols(this IEndpointRouteBuilder routes) =>
        routes.MapApi("/symbols", "Catalogue").MapGet("", ListAsync)
            .Describe("listSymbols", "Lists the symbols of the market-data source with their filters.");

    private static async Task<Ok<Page<SymbolResponse>>> ListAsync([AsParameters] PageQuery query, IClusterClient grains)
    {
        var (limit, after) = query.Read();
        var symbols = await grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).GetSymbolsAsync();
        var rest = symbols.Where(s => after is null || string.CompareOrdinal(s.Id.ToString(), after) > 0).Take(limit + 1).ToList();
        return TypedResults.Ok(new Page<SymbolResponse>(
            [.. rest.Take(limit).Select(SymbolResponse.From)], rest.Count > limit ? Cursor.Of(rest[limit - 1].Id.ToString()) : null));
    }
}

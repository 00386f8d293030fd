using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.Catalog;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Catalog;

/// <summary><c>/strategies</c>: what to trade by.</summary>
internal static class StrategiesApi
{
    public static void MapStrategies(this IEndpointRouteBuilder routes) =>
        routes.MapApi("/strategies", "Catalogue").MapGet("", ListAsync)
            .Describe("listStrategies", "Lists the strategies with their parameters and limits.");

    private static async Task<Ok<Page<StrategyResponse>>> ListAsync(IClusterClient grains)
    {
        var strategies = await grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).GetStrategiesAsync();
        return TypedResults.Ok(new Page<StrategyResponse>([.. strategies.Select(StrategyResponse.From)], null));
    }
}

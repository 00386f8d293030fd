using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.Catalog;
using TradingBot.ClientApi.Http;
using TradingBot.MarketData;

namespace TradingBot.ClientApi.Candles;

/// <summary><c>/candles</c>: closed candles.</summary>
internal static class CandlesApi
{
    public static void MapCandles(this IEndpointRouteBuilder routes) =>
        routes.MapApi("/candles", "Catalogue").MapGet("", ListAsync)
            .Describe("listCandles", "Lists closed candles with their Heikin Ashi values, oldest first; without from the newest.");

    private static async Task<Ok<Page<CandleResponse>>> ListAsync([AsParameters] CandlesQuery query, IClusterClient grains)
    {
        var (series, from, to, limit) = query.Read();
        if (await grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).FindSymbolAsync(series.Symbol) is null)
            throw new UnknownSymbolException(series.Symbol, null);
        var candles = await grains.GetGrain<IChartGrain>(series.ToString()).GetAsync(from, to, limit);
        // Forward only where there is a beginning: the newest candles have none after them.
        var more = from is not null && candles.Length == limit && candles[^1].Candle.OpenTime < (to ?? long.MaxValue);
        return TypedResults.Ok(new Page<CandleResponse>(
            [.. candles.Select(CandleResponse.From)], more ? Cursor.Of((candles[^1].Candle.OpenTime + 1).ToString()) : null));
    }
}

using System.ComponentModel;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.Backtesting;
using TradingBot.Billing;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Billing;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Backtests;

/// <summary><c>/backtests</c>: what settings would have earned. Everybody has their own.</summary>
internal static class BacktestsApi
{
    public static void MapBacktests(this IEndpointRouteBuilder routes)
    {
        var backtests = routes.MapApi("/backtests", "Backtests");
        backtests.MapGet("", ListAsync).Describe("listBacktests", "Lists a user's backtests, newest first; the last 50 are kept.", 404);
        backtests.MapPost("", StartAsync).Describe("startBacktest", "Starts a backtest. Ask for its progress and result at the address in Location.", 402, 429);
        backtests.MapGet("/{id}", GetAsync).Describe("getBacktest", "Shows a backtest: stage, progress, result.", 404);
        backtests.MapGet("/{id}/trades", TradesAsync).Describe("listBacktestTrades", "Lists the closed trades of a backtest, oldest first; the first 10,000 are kept.", 404);
        backtests.MapDelete("/{id}", DeleteAsync).Describe("deleteBacktest", "Ends a backtest if it runs, and forgets it.", 404);
    }

    private static async Task<Ok<Page<BacktestResponse>>> ListAsync(
        [AsParameters] PageQuery query,
        [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains)
    {
        var (limit, after) = query.Read();
        var owner = caller.OwnerOf(user);
        IReadOnlyList<string> ids = await grains.GetGrain<IBacktestListGrain>(owner).ListAsync();
        var rest = after is null ? ids : [.. ids.SkipWhile(id => id != after).Skip(1)];
        var views = await Task.WhenAll(rest.Take(limit).Select(id => Grain(owner, id, grains).GetAsync()));
        return TypedResults.Ok(new Page<BacktestResponse>(
            [.. views.OfType<BacktestView>().Select(BacktestResponse.Of)], rest.Count > limit ? Cursor.Of(rest[limit - 1]) : null));
    }

    private static async Task<Accepted<BacktestResponse>> StartAsync(JsonBody<BacktestRequest> body, ClaimsPrincipal caller, IClusterClient grains)
    {
        await grains.GetGrain<IBillingGrain>(caller.Id()).RequireAsync();
        var start = await grains.GetGrain<IBacktestListGrain>(caller.Id()).StartAsync(body.Value.Read());
        if (start.IsBusy)
            throw new RequestException(429, $"At most {IBacktestListGrain.MaxUnfinished} backtests of a user wait or run at the same time.", []);
        if (start.Backtest is not { } backtest)
            throw RequestException.Invalid(start.Errors);
        return TypedResults.Accepted($"{ApiGroup.Prefix}/backtests/{backtest.Id}", BacktestResponse.Of(backtest));
    }

    private static async Task<Ok<BacktestResponse>> GetAsync(
        string id, [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains) =>
        TypedResults.Ok(BacktestResponse.Of(await FindAsync(caller.OwnerOf(user), id, grains)));

    private static async Task<Ok<Page<BacktestTradeResponse>>> TradesAsync(
        string id, [AsParameters] PageQuery query,
        [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains)
    {
        var (limit, after) = query.Read();
        var skip = 0;
        if (after is not null && !(int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out skip) && skip <= IBacktestGrain.MaxTrades))
            throw RequestException.Invalid(new ValidationError("cursor", "must be the nextCursor of an earlier page."));
        var owner = caller.OwnerOf(user);
        await FindAsync(owner, id, grains);
        var trades = await Grain(owner, id, grains).GetTradesAsync(skip, limit + 1);
        return TypedResults.Ok(new Page<BacktestTradeResponse>(
            [.. trades.Take(limit).Select(BacktestTradeResponse.From)], trades.Length > limit ? Cursor.Of($"{skip + limit}") : null));
    }

    private static async Task<NoContent> DeleteAsync(
        string id, [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains) =>
        await grains.GetGrain<IBacktestListGrain>(caller.OwnerOf(user)).DeleteAsync(id) ? TypedResults.NoContent() : throw NotFound();

    private static async Task<BacktestView> FindAsync(string owner, string id, IClusterClient grains) =>
        (await grains.GetGrain<IBacktestListGrain>(owner).ListAsync()).Contains(id) && await Grain(owner, id, grains).GetAsync() is { } view
            ? view
            : throw NotFound();

    private static IBacktestGrain Grain(string owner, string id, IClusterClient grains) => grains.GetGrain<IBacktestGrain>($"{owner}/{id}");

    private static RequestException NotFound() => RequestException.NotFound("There is no such backtest.", new ValidationError("id", "is not a backtest's."));
}

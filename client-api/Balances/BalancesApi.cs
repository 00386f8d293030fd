using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.Accounts;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Http;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Balances;

/// <summary><c>/balances</c>: what is in the accounts.</summary>
internal static class BalancesApi
{
    public static void MapBalances(this IEndpointRouteBuilder routes) =>
        routes.MapApi("/balances", "Trading").MapGet("", ListAsync)
            .Describe("listBalances", "Lists balances; limit counts users, whose balances stay together.", 404);

    private static async Task<Ok<Page<BalanceResponse>>> ListAsync(
        [AsParameters] PageQuery query,
        [FromQuery(Name = "user"), Description("Whose; for administrators, who get everybody's without it.")] string? user,
        ClaimsPrincipal caller, IClusterClient grains)
    {
        var (limit, after) = query.Read();
        if (caller.OwnersOf(user) is { } owner)
            return TypedResults.Ok(new Page<BalanceResponse>(await BalancesAsync(owner, grains), null));
        var ids = await grains.GetGrain<IUserDirectoryGrain>(IUserDirectoryGrain.Key).ListAsync(after, limit + 1);
        var balances = await Task.WhenAll(ids.Take(limit).Select(id => BalancesAsync(id, grains)));
        return TypedResults.Ok(new Page<BalanceResponse>(
            [.. balances.SelectMany(static b => b)], ids.Length > limit ? Cursor.Of(ids[limit - 1]) : null));
    }

    private static async Task<List<BalanceResponse>> BalancesAsync(string user, IClusterClient grains)
    {
        // An account is made by looking at it, so not for somebody who is not there.
        if (await grains.GetGrain<IUserGrain>(user).GetProfileAsync() is null)
            throw RequestException.NotFound($"There is no user '{user}'.", new ValidationError("user", "is not a user's id."));
        var account = await grains.GetGrain<IPaperAccountGrain>(user).GetAsync();
        return
        [
            .. account.Spot.Select(b => new BalanceResponse(user, "paper-spot", b.Asset, b.Total, b.Free)),
            .. account.Futures.Select(b => new BalanceResponse(user, "paper-usdm", b.Asset, b.Total, b.Free)),
        ];
    }
}

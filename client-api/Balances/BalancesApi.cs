using System.Collections.Immutable;
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
using TradingBot.ExchangeAccounts;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Balances;

/// <summary><c>/balances</c>: what is in the accounts.</summary>
internal static class BalancesApi
{
    public static void MapBalances(this IEndpointRouteBuilder routes) =>
        routes.MapApi("/balances", "Trading").MapGet("", ListAsync)
            .Describe("listBalances", "Lists balances; limit counts users, whose balances stay together.", 404, 409);

    private static async Task<Ok<Page<BalanceResponse>>> ListAsync(
        [AsParameters] PageQuery query,
        [FromQuery(Name = "user"), Description("Whose; for administrators, who get everybody's without it.")] string? user,
        [FromQuery(Name = "mode"), Description("Which accounts; paper when it is left out.")] string? mode,
        ClaimsPrincipal caller, IClusterClient grains)
    {
        var (limit, after) = query.Read();
        var fields = new FieldReader();
        var accounts = fields.Choice<TradingMode>("mode", mode) ?? TradingMode.Paper;
        fields.ThrowIfAny();
        if (caller.OwnersOf(user) is { } owner)
            return TypedResults.Ok(new Page<BalanceResponse>([.. await BalancesAsync(owner, accounts, grains)], null));
        var ids = await grains.GetGrain<IUserDirectoryGrain>(IUserDirectoryGrain.Key).ListAsync(after, limit + 1);
        var balances = await Task.WhenAll(ids.Take(limit).Select(id => BalancesAsync(id, accounts, grains)));
        return TypedResults.Ok(new Page<BalanceResponse>(
            [.. balances.SelectMany(static b => b)], ids.Length > limit ? Cursor.Of(ids[limit - 1]) : null));
    }

    private static async Task<IEnumerable<BalanceResponse>> BalancesAsync(string user, TradingMode mode, IClusterClient grains)
    {
        // An account is made by looking at it, so not for somebody who is not there.
        if (await grains.GetGrain<IUserGrain>(user).GetProfileAsync() is null)
            throw RequestException.NotFound($"There is no user '{user}'.", new ValidationError("user", "is not a user's id."));
        if (mode == TradingMode.Paper)
        {
            var paper = await grains.GetGrain<IPaperAccountGrain>(user).GetAsync();
            return Describe(user, mode, paper.Spot, paper.Futures);
        }

        var account = await grains.GetGrain<IExchangeAccountGrain>(new ExchangeAccountKey(user, mode).ToString()).GetBalancesAsync();
        return account.Problem is { } problem
            ? throw RequestException.Conflict($"{user}'s account on {EnumNames.Of(mode)} cannot be asked: {problem}")
            : Describe(user, mode, account.Spot, account.Usdm);
    }

    private static IEnumerable<BalanceResponse> Describe(
        string user, TradingMode mode, ImmutableArray<AssetBalance> spot, ImmutableArray<AssetBalance> usdm) =>
    [
        .. spot.Select(b => new BalanceResponse(user, $"{EnumNames.Of(mode)}-spot", b.Asset, b.Total, b.Free)),
        .. usdm.Select(b => new BalanceResponse(user, $"{EnumNames.Of(mode)}-usdm", b.Asset, b.Total, b.Free)),
    ];
}

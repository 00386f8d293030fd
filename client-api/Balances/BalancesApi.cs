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
            return TypedResults.Ok(new Page<BalanceResponse>([.. await BalanceReader.ReadAsync(owner, accounts, grains)], null));
        var ids = await grains.GetGrain<IUserDirectoryGrain>(IUserDirectoryGrain.Key).ListAsync(after, limit + 1);
        var balances = await Task.WhenAll(ids.Take(limit).Select(id => BalanceReader.ReadAsync(id, accounts, grains)));
        return TypedResults.Ok(new Page<BalanceResponse>(
            [.. balances.SelectMany(static b => b)], ids.Length > limit ? Cursor.Of(ids[limit - 1]) : null));
    }
}

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
using TradingBot.ClientApi.Audit;
using TradingBot.ClientApi.Billing;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Risk;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Traders;

/// <summary><c>/traders</c>: one user's trading of one symbol each.</summary>
internal static class TradersApi
{
    public static void MapTraders(this IEndpointRouteBuilder routes)
    {
        var traders = routes.MapApi("/traders", "Traders");
        traders.MapGet("", ListAsync).Describe("listTraders", "Lists traders in the order of user and symbol.", 404);
        traders.MapGet("/{symbol}", GetAsync).Describe("getTrader", "Shows a trader.", 404);
        traders.MapGet("/{symbol}/status", GetAsync).Describe("getTraderStatus", "Shows a trader: position, orders, indicators, PnL.", 404);
        traders.MapPut("/{symbol}", ConfigureAsync).Describe(
            "configureTrader", "Makes a trader, or changes its settings from the next close on; an open position keeps its stop.", 402, 404).AuditsBody();
        traders.MapDelete("/{symbol}", DeleteAsync).Describe(
            "deleteTrader", "Takes a trader off the list. It must be stopped, without position or order; its records stay.", 404, 409);
        MapCommand("start", "Starts trading.", static t => t.StartAsync());
        MapCommand("stop", "Ends entries and trailing; an open entry order is cancelled, a position keeps its stop.", static t => t.StopAsync()).AlsoWhileReadOnly();
        MapCommand("pause", "Ends entries; a position is managed to its exit.", static t => t.PauseAsync()).AlsoWhileReadOnly();
        MapCommand("resume", "Takes up entries again after a pause.", static t => t.ResumeAsync());
        MapCommand("flatten", "Sells an open position at market now and cancels an open entry order.", static t => t.FlattenAsync()).AlsoWhileReadOnly();

        RouteHandlerBuilder MapCommand(string verb, string summary, Func<ITraderGrain, Task<TraderResult>> command) =>
            traders.MapPost($"/{{symbol}}/{verb}", async (
                string symbol, [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains) =>
            {
                var result = await command(await FindAsync(symbol, user, caller, grains));
                return result.Succeeded
                    ? TypedResults.Ok(TraderResponse.From(result.Status))
                    : throw BillingAnswers.PaymentRequired(result.Errors) ?? RequestException.Conflict(result.Errors[0].ToString(), result.Errors);
            }).Describe($"{verb}Trader", summary, 402, 404, 409);
    }

    private static async Task<Ok<Page<TraderResponse>>> ListAsync(
        [AsParameters] PageQuery query,
        [FromQuery(Name = "user"), Description("Whose; for administrators, who get everybody's without it.")] string? user,
        ClaimsPrincipal caller, IClusterClient grains)
    {
        var (limit, after) = query.Read();
        if (after is not null && !TraderKey.TryParse(after, out _))
            throw RequestException.Invalid(new ValidationError("cursor", "must be the nextCursor of an earlier page."));
        var keys = await KeysAsync(caller.OwnersOf(user), after, limit + 1, grains);
        var statuses = await Task.WhenAll(keys.Take(limit).Select(k => grains.GetGrain<ITraderGrain>(k.ToString()).GetStatusAsync()));
        return TypedResults.Ok(new Page<TraderResponse>(
            [.. statuses.Select(TraderResponse.From)], keys.Count > limit ? Cursor.Of(keys[limit - 1].ToString()) : null));
    }

    private static async Task<Ok<TraderResponse>> GetAsync(
        string symbol, [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains) =>
        TypedResults.Ok(TraderResponse.From(await (await FindAsync(symbol, user, caller, grains)).GetStatusAsync()));

    private static async Task<Results<Ok<TraderResponse>, Created<TraderResponse>>> ConfigureAsync(
        string symbol,
        JsonBody<TraderSettingsRequest> body,
        [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains)
    {
        var key = KeyOf(symbol, user, caller);
        if (await grains.GetGrain<IUserGrain>(key.UserId).GetProfileAsync() is null)
            throw RequestException.NotFound($"There is no user '{user}'.", new ValidationError("user", "is not a user's id."));
        var errors = new List<ValidationError>();
        var settings = body.Value.Read(errors);
        if (errors.Count > 0)
            throw RequestException.Invalid(errors);
        var isNew = !await ExistsAsync(key, grains);
        var result = await grains.GetGrain<ITraderGrain>(key.ToString()).ConfigureAsync(settings);
        if (!result.Succeeded)
            throw BillingAnswers.PaymentRequired(result.Errors) ?? RequestException.Invalid(result.Errors);
        var trader = TraderResponse.From(result.Status);
        return isNew ? TypedResults.Created($"{ApiGroup.Prefix}/traders/{key.Symbol}", trader) : TypedResults.Ok(trader);
    }

    private static async Task<NoContent> DeleteAsync(
        string symbol, [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains)
    {
        var trader = await FindAsync(symbol, user, caller, grains);
        var status = await trader.GetStatusAsync();
        TraderRemoval.ThrowIfBusy(status);
        await grains.GetGrain<IUserGrain>(status.UserId).RemoveTraderAsync(status.Symbol);
        return TypedResults.NoContent();
    }

    // Traders are found through their owner's list: an address that nobody has set up touches no grain.
    private static async Task<ITraderGrain> FindAsync(string symbol, string? user, ClaimsPrincipal caller, IClusterClient grains)
    {
        var key = KeyOf(symbol, user, caller);
        return await ExistsAsync(key, grains)
            ? grains.GetGrain<ITraderGrain>(key.ToString())
            : throw RequestException.NotFound(
                $"There is no trader of {key.Symbol}; make one with PUT {ApiGroup.Prefix}/traders/{key.Symbol}.", new ValidationError("symbol", "has no trader."));
    }

    private static async Task<bool> ExistsAsync(TraderKey key, IClusterClient grains) =>
        (await grains.GetGrain<IUserGrain>(key.UserId).GetTradersAsync()).Contains(key.Symbol);

    private static TraderKey KeyOf(string symbol, string? user, ClaimsPrincipal caller)
    {
        var fields = new FieldReader();
        var parsed = fields.Symbol("symbol", symbol);
        fields.ThrowIfAny();
        return new(caller.OwnerOf(user), parsed!.Value);
    }

    private static async Task<List<TraderKey>> KeysAsync(string? owner, string? after, int count, IClusterClient grains)
    {
        var keys = new List<TraderKey>();
        var directory = grains.GetGrain<IUserDirectoryGrain>(IUserDirectoryGrain.Key);
        IReadOnlyList<string> users = owner is not null ? [owner] : UserOf(after) is { } user ? [user] : await directory.ListAsync(null, count);
        while (users.Count > 0)
        {
            foreach (var id in users)
            {
                var symbols = await grains.GetGrain<IUserGrain>(id).GetTradersAsync();
                keys.AddRange(symbols.Select(s => new TraderKey(id, s)).Where(k => after is null || Compare(k.ToString(), after) > 0));
                if (keys.Count >= count)
                    return keys[..count];
            }

            users = owner is null ? await directory.ListAsync(users[^1], count) : [];
        }

        return keys;
    }

    private static string? UserOf(string? after) =>
        after is not null && after.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? after[..slash] : null;

    // By user, then by symbol: as strings alone, 'a-b/…' would come before 'a/…'.
    private static int Compare(string a, string b) =>
        string.CompareOrdinal(a.Replace('/', '\0'), b.Replace('/', '\0'));
}

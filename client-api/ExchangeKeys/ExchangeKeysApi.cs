using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.Accounts;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Http;
using TradingBot.ExchangeAccounts;
using TradingBot.Trading;

namespace TradingBot.ClientApi.ExchangeKeys;

/// <summary><c>/me/exchange-keys</c>: one's own API keys of the venues. Nobody stores them for others, not even an administrator.</summary>
internal static class ExchangeKeysApi
{
    private static readonly TradingMode[] Venues = [TradingMode.Testnet, TradingMode.Demo, TradingMode.Live];

    public static void MapExchangeKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapApi("/me/exchange-keys", "Exchange keys").ChangesNeedAdminScope();
        keys.MapGet("", ListAsync).Describe("listExchangeKeys", "Lists your API keys by venue, without their secrets.");
        keys.MapGet("/{venue}", GetAsync).Describe("getExchangeKeys", "Shows your API keys of a venue, without their secrets.");
        keys.MapPut("/{venue}", SetAsync).Describe(
            "setExchangeKey", "Has the venue check an API key, and stores it if it may trade and cannot withdraw or transfer.", 409);
        keys.MapDelete("/{venue}", RemoveAsync).Describe(
            "removeExchangeKeys", "Forgets your API keys of a venue. None of your traders may have a position or an order there.", 409);
    }

    private static async Task<Ok<Page<ExchangeKeysResponse>>> ListAsync(ClaimsPrincipal caller, IClusterClient grains)
    {
        var all = await Task.WhenAll(Venues.Select(async v => ExchangeKeysResponse.From(v, await Account(caller, v, grains).GetAsync())));
        return TypedResults.Ok(new Page<ExchangeKeysResponse>(all, null));
    }

    private static async Task<Ok<ExchangeKeysResponse>> GetAsync(string venue, ClaimsPrincipal caller, IClusterClient grains)
    {
        var parsed = VenueOf(venue);
        return TypedResults.Ok(ExchangeKeysResponse.From(parsed, await Account(caller, parsed, grains).GetAsync()));
    }

    private static async Task<Ok<ExchangeKeysResponse>> SetAsync(
        string venue, JsonBody<ExchangeKeyRequest> body, ClaimsPrincipal caller, IClusterClient grains, IExchangeKeySealer sealer)
    {
        var parsed = VenueOf(venue);
        var (apiKey, secret) = body.Value.Read(new());
        return TypedResults.Ok(await ExchangeKeyIntake.StoreAsync(new(caller.Id(), parsed), apiKey, secret, body.Value.Market, grains, sealer));
    }

    private static async Task<NoContent> RemoveAsync(string venue, ClaimsPrincipal caller, IClusterClient grains)
    {
        var result = await Account(caller, VenueOf(venue), grains).RemoveKeysAsync();
        return result.Outcome == ExchangeAccountOutcome.Done
            ? TypedResults.NoContent()
            : throw RequestException.Conflict("The keys are in use.", result.Errors);
    }

    private static IExchangeAccountGrain Account(ClaimsPrincipal caller, TradingMode venue, IClusterClient grains) =>
        grains.GetGrain<IExchangeAccountGrain>(new ExchangeAccountKey(caller.Id(), venue).ToString());

    internal static TradingMode VenueOf(string venue) =>
        EnumNames.TryParse(venue, out TradingMode mode) && Venues.Contains(mode)
            ? mode
            : throw RequestException.Invalid(new ValidationError("venue", $"must be one of {string.Join(", ", Venues.Select(EnumNames.Of))}."));
}

using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.Accounts;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Users;

/// <summary><c>/me</c>: who asks.</summary>
internal static class MeApi
{
    public static void MapMe(this IEndpointRouteBuilder routes) =>
        routes.MapApi("/me", "Users").MapGet("", GetAsync).Describe("getMe", "Shows whose token was sent.");

    private static async Task<Ok<MeResponse>> GetAsync(ClaimsPrincipal caller, IClusterClient grains)
    {
        var user = grains.GetGrain<IUserGrain>(caller.Id());
        var profile = await user.GetProfileAsync();
        var traders = await user.GetTradersAsync();
        return TypedResults.Ok(new MeResponse(
            profile!.Id, profile.Role, ApiTime.Of(profile.CreatedAt), [.. traders.Select(t => t.ToString())], caller.ScopeOf()!.Value));
    }
}

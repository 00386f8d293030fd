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
using TradingBot.ClientApi.Http;
using TradingBot.Trading.Risk;

namespace TradingBot.ClientApi.Risk;

/// <summary><c>/me/risk</c> and <c>/me/kill-switch</c>: what holds for all traders of a user.</summary>
internal static class MyRiskApi
{
    public static void MapMyRisk(this IEndpointRouteBuilder routes)
    {
        var risk = routes.MapApi("/me/risk", "Risk");
        risk.MapGet("", GetAsync).Describe("getMyRisk", "Shows the rules for all traders of a user, and where the user stands.", 404);
        risk.MapPut("", SetAsync).Describe("setMyRisk", "Sets the rules for all traders of a user.", 404).AuditsBody();
        risk.MapPost("/reset-drawdown", ResetAsync).Describe("resetMyDrawdown", "Lets the drawdown begin at the present realised PnL.", 404);

        var kill = routes.MapApi("/me/kill-switch", "Risk");
        kill.MapGet("", GetKillSwitchAsync).Describe("getMyKillSwitch", "Shows the kill switch.", 404);
        kill.MapPut("", KillAsync).Describe(
            "killMine", "Cancels all entry orders of a user now and allows none until the switch is released; positions stay or are sold.", 404).AuditsBody().AlsoWhileReadOnly();
        kill.MapDelete("", ReleaseAsync).Describe("releaseMine", "Releases the kill switch: entries are allowed again.", 404);
    }

    private static async Task<Ok<UserRiskResponse>> GetAsync(
        [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains) =>
        TypedResults.Ok(UserRiskResponse.From(await (await FindAsync(user, caller, grains)).GetAsync()));

    private static async Task<Ok<UserRiskResponse>> SetAsync(
        JsonBody<UserRiskRequest> body, [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user,
        ClaimsPrincipal caller, IClusterClient grains)
    {
        var risk = await FindAsync(user, caller, grains);
        if (await risk.SetLimitsAsync(body.Value.Read()) is { IsEmpty: false } errors)
            throw RequestException.Invalid(errors);
        return TypedResults.Ok(UserRiskResponse.From(await risk.GetAsync()));
    }

    private static async Task<Ok<UserRiskResponse>> ResetAsync(
        [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains)
    {
        var risk = await FindAsync(user, caller, grains);
        await risk.ResetDrawdownAsync();
        return TypedResults.Ok(UserRiskResponse.From(await risk.GetAsync()));
    }

    private static async Task<Ok<KillSwitchResponse>> GetKillSwitchAsync(
        [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains) =>
        TypedResults.Ok(KillSwitchResponse.From(await (await FindAsync(user, caller, grains)).GetKillSwitchAsync()));

    private static async Task<Ok<KillSwitchResponse>> KillAsync(
        JsonBody<KillSwitchRequest> body, [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user,
        ClaimsPrincipal caller, IClusterClient grains)
    {
        var positions = body.Value.Read();
        return TypedResults.Ok(KillSwitchResponse.From(await (await FindAsync(user, caller, grains)).KillAsync(positions)));
    }

    private static async Task<Ok<KillSwitchResponse>> ReleaseAsync(
        [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains) =>
        TypedResults.Ok(KillSwitchResponse.From(await (await FindAsync(user, caller, grains)).ReleaseAsync()));

    private static async Task<IUserRiskGrain> FindAsync(string? user, ClaimsPrincipal caller, IClusterClient grains)
    {
        var owner = caller.OwnerOf(user);
        return await grains.GetGrain<IUserGrain>(owner).GetProfileAsync() is null
            ? throw RequestException.NotFound($"There is no user '{user}'.", new ValidationError("user", "is not a user's id."))
            : grains.GetGrain<IUserRiskGrain>(owner);
    }
}

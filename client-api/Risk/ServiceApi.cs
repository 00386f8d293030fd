using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Audit;
using TradingBot.ClientApi.Http;
using TradingBot.Trading.Risk;

namespace TradingBot.ClientApi.Risk;

/// <summary><c>/admin/service</c> and <c>/admin/kill-switch</c>: what holds for everybody. For operators.</summary>
internal static class ServiceApi
{
    public static void MapService(this IEndpointRouteBuilder routes)
    {
        var service = routes.MapOperatorApi("/admin/service", "Service");
        service.MapGet("", GetAsync).Describe("getService", "Shows the mode of the service, and how many users have taken it on.");
        service.MapPut("", SetAsync).Describe("setService", "Pauses entries of everybody, lets users change nothing as well (read-only), or takes trading up again; positions are managed to their exit.", 409).AuditsBody();

        var kill = routes.MapOperatorApi("/admin/kill-switch", "Service");
        kill.MapGet("", GetAsync).Describe("getKillSwitch", "Shows the mode of the service, and how many users have taken it on.");
        kill.MapPut("", KillAsync).Describe(
            "killAll", "Cancels all entry orders of everybody now and allows none until the switch is released; positions stay or are sold.").AuditsBody();
        kill.MapDelete("", ReleaseAsync).Describe("releaseAll", "Releases the kill switch: entries are allowed again.");
    }

    private static async Task<Ok<ServiceResponse>> GetAsync(IClusterClient grains) =>
        TypedResults.Ok(ServiceResponse.From(await Service(grains).GetStatusAsync()));

    private static async Task<Ok<ServiceResponse>> SetAsync(JsonBody<ServiceRequest> body, ClaimsPrincipal caller, IClusterClient grains) =>
        await Service(grains).SetModeAsync(body.Value.ReadMode(), caller.Id()) is { } status
            ? TypedResults.Ok(ServiceResponse.From(status))
            : throw RequestException.Conflict("The kill switch is on; release it first.", new ValidationError("mode", "the kill switch is on."));

    private static async Task<Ok<ServiceResponse>> KillAsync(JsonBody<KillSwitchRequest> body, ClaimsPrincipal caller, IClusterClient grains) =>
        TypedResults.Ok(ServiceResponse.From(await Service(grains).KillAsync(body.Value.Read(), caller.Id())));

    private static async Task<Ok<ServiceResponse>> ReleaseAsync(ClaimsPrincipal caller, IClusterClient grains) =>
        TypedResults.Ok(ServiceResponse.From(await Service(grains).ReleaseAsync(caller.Id())));

    private static IServiceControlGrain Service(IClusterClient grains) => grains.GetGrain<IServiceControlGrain>(IServiceControlGrain.Key);
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.Accounts;
using TradingBot.ClientApi.Audit;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Limits;
using TradingBot.Notifications;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.ClientApi.Admin;

/// <summary><c>/admin/users</c> and <c>/admin/broadcast</c>: how everybody's traders are, and words to everybody. For operators.</summary>
internal static class AdminApi
{
    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        routes.MapOperatorApi("/admin/users", "Service").MapGet("", ListAsync).IsHeavy().Describe(
            "listUserHealth", "Lists users in the order of their ids with how their traders are; nothing of what they trade or earn.");
        routes.MapOperatorApi("/admin/broadcast", "Service").MapPost("", BroadcastAsync)
            .Describe("broadcast", "Tells everybody something in their linked chats; who does not want to hear it does not.").AuditsBody();
    }

    private static async Task<Ok<Page<UserHealthResponse>>> ListAsync([AsParameters] PageQuery query, IClusterClient grains)
    {
        var (limit, after) = query.Read();
        var ids = await grains.GetGrain<IUserDirectoryGrain>(IUserDirectoryGrain.Key).ListAsync(after, limit + 1);
        var users = await Task.WhenAll(ids.Take(limit).Select(id => LookAsync(id, grains)));
        return TypedResults.Ok(new Page<UserHealthResponse>([.. users.OfType<UserHealthResponse>()], ids.Length > limit ? Cursor.Of(ids[limit - 1]) : null));
    }

    private static async Task<Ok<BroadcastResponse>> BroadcastAsync(JsonBody<BroadcastRequest> body, IClusterClient grains, TimeProvider time)
    {
        if (body.Value.Text is not { Length: >= 1 and <= Notification.LongestTitle } text || text.Any(static c => char.IsControl(c) && c != '\n'))
            throw RequestException.Invalid(new ValidationError("text", $"must be 1 to {Notification.LongestTitle} characters."));
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return TypedResults.Ok(new BroadcastResponse(await Broadcast.SendAsync(grains, new("broadcast", now, NotificationKind.Broadcast, now, text, []))));
    }

    private static async Task<UserHealthResponse?> LookAsync(string id, IClusterClient grains)
    {
        if (await grains.GetGrain<IUserGrain>(id).GetProfileAsync() is not { } profile)
            return null;
        var traders = await Task.WhenAll((await grains.GetGrain<IUserGrain>(id).GetTradersAsync())
            .Select(s => grains.GetGrain<ITraderGrain>(new TraderKey(id, s).ToString()).GetStatusAsync()));
        var kill = await grains.GetGrain<IUserRiskGrain>(id).GetKillSwitchAsync();
        return new(
            id, profile.Role, profile.Standing, traders.Length, traders.Count(static t => t.RunState == TraderRunState.Running),
            traders.Count(static t => t.NotTrading.Length > 0), traders.Count(static t => t.InFlight.Length > 0), kill.Positions is not null, kill.IsConfirmed,
            (await grains.GetGrain<INotificationGrain>(id).GetAsync()).ChatId is not null);
    }
}

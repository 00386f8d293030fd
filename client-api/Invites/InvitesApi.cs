using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.Accounts;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Audit;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Idempotency;
using TradingBot.ClientApi.Limits;
using TradingBot.ClientApi.Users;

namespace TradingBot.ClientApi.Invites;

/// <summary><c>/invites</c>: codes by which somebody becomes a user, each once.</summary>
internal static class InvitesApi
{
    private const int MostDays = 30;
    private const int UsualDays = 7;

    public static void MapInvites(this IEndpointRouteBuilder routes)
    {
        var invites = routes.MapAdminApi("/invites", "Users");
        invites.MapGet("", ListAsync).Describe("listInvites", "Lists invitations, oldest first, without their codes.");
        invites.MapPost("", CreateAsync).Describe("createInvite", "Makes an invitation and gives its code, once.", 409).AuditsBody().TellsSecret();
        invites.MapDelete("/{id}", RevokeAsync).Describe("revokeInvite", "Makes an invitation useless.", 404);
        routes.MapOpenApi("/invites/redeem", "Users").MapPost("", RedeemAsync)
            .Describe("redeemInvite", "Makes a user of an invitation's code and gives the user's first token, once. Needs no token.", 404, 409, 429);
    }

    private static async Task<Ok<Page<InviteResponse>>> ListAsync(IClusterClient grains) =>
        TypedResults.Ok(new Page<InviteResponse>([.. (await Invites(grains).ListAsync()).Select(InviteResponse.From)], null));

    private static async Task<Created<NewInviteResponse>> CreateAsync(
        JsonBody<InviteRequest> body, ClaimsPrincipal caller, IClusterClient grains, TimeProvider time)
    {
        var days = body.Value.Days ?? UsualDays;
        if (days is < 1 or > MostDays)
            throw RequestException.Invalid(new ValidationError("days", $"must be a whole number from 1 to {MostDays}."));
        var code = AccessTokens.CreateInvite();
        var hash = AccessTokens.HashOf(code);
        var now = time.GetUtcNow();
        var invite = new Invite(
            hash[..12], hash, body.Value.Role ?? UserRole.Trader, caller.Id(), now.ToUnixTimeMilliseconds(), now.AddDays(days).ToUnixTimeMilliseconds());
        if (!await Invites(grains).AddAsync(invite))
            throw RequestException.Conflict($"There are {IInvitesGrain.MaxInvites} invitations already; revoke some first.");
        return TypedResults.Created($"{ApiGroup.Prefix}/invites/{invite.Id}", new NewInviteResponse(InviteResponse.From(invite), code));
    }

    private static async Task<NoContent> RevokeAsync(string id, IClusterClient grains) =>
        await Invites(grains).RevokeAsync(id)
            ? TypedResults.NoContent()
            : throw RequestException.NotFound("There is no such invitation.", new ValidationError("id", "is not an invitation's."));

    private static async Task<Created<NewUserResponse>> RedeemAsync(
        JsonBody<RedeemRequest> body, HttpContext context, IClusterClient grains, TimeProvider time)
    {
        var id = UsersApi.ReadId(body.Value.Id);
        if (body.Value.Code is not { Length: > 0 } code)
            throw RequestException.Invalid(new ValidationError("code", "is missing."));
        switch (await Invites(grains).RedeemAsync(AccessTokens.HashOf(code.Trim()), id))
        {
            case InviteOutcome.Done:
                await AuditFilter.RecordAsync(context, grains, id, "redeemInvite");
                return await UsersApi.WelcomeAsync(id, grains, time);
            case InviteOutcome.IdTaken:
                throw UsersApi.Taken(id);
            default:
                AddressGuard.TellGuess(context, AccessTokens.HashOf(code));
                throw RequestException.NotFound("This code is not valid, or not any more.", new ValidationError("code", "is not valid."));
        }
    }

    private static IInvitesGrain Invites(IClusterClient grains) => grains.GetGrain<IInvitesGrain>(IInvitesGrain.Key);
}

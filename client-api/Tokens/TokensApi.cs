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
using TradingBot.ClientApi.Idempotency;
using TradingBot.ClientApi.Risk;

namespace TradingBot.ClientApi.Tokens;

/// <summary><c>/tokens</c>: what lets a user in.</summary>
internal static class TokensApi
{
    private const int LongestName = 60;

    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        var tokens = routes.MapApi("/tokens", "Tokens").ChangesNeedAdminScope();
        tokens.MapGet("", ListAsync).Describe("listTokens", "Lists a user's tokens, oldest first, without their secrets.", 404);
        tokens.MapPost("", CreateAsync).Describe("createToken", "Issues a token and gives it, once.", 404, 409).AuditsBody().TellsSecret();
        tokens.MapDelete("/{id}", DeleteAsync).Describe("revokeToken", "Revokes a token at once; open event streams of it end.", 404).AlsoWhileReadOnly();
    }

    private static async Task<Ok<Page<TokenResponse>>> ListAsync(
        [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains)
    {
        var tokens = await User(grains, caller, user).GetTokensAsync();
        return TypedResults.Ok(new Page<TokenResponse>([.. tokens.Select(TokenResponse.From)], null));
    }

    private static async Task<Created<NewTokenResponse>> CreateAsync(
        JsonBody<TokenRequest> body,
        [FromQuery(Name = "user"), Description("For whom; for administrators.")] string? user,
        ClaimsPrincipal caller, IClusterClient grains, TimeProvider time)
    {
        if (body.Value.Name is not { Length: >= 1 and <= LongestName } name || name.Any(char.IsControl))
            throw RequestException.Invalid(new ValidationError("name", $"must be 1 to {LongestName} characters."));
        var now = time.GetUtcNow();
        var expiresAt = body.Value.ExpiresAt?.Milliseconds;
        if (expiresAt <= now.ToUnixTimeMilliseconds())
            throw RequestException.Invalid(new ValidationError("expiresAt", "must be in the future."));
        var owner = User(grains, caller, user);
        if (await owner.GetProfileAsync() is null)
            throw RequestException.NotFound($"There is no user '{user}'.", new ValidationError("user", "is not a user's id."));
        var token = AccessTokens.Create();
        var described = AccessTokens.Describe(token, name, body.Value.Scope ?? TokenScope.Trade, now, expiresAt);
        if (!await owner.AddTokenAsync(described))
            throw RequestException.Conflict($"A user has at most {IUserGrain.MaxTokens} tokens; revoke one first.");
        return TypedResults.Created(
            $"{ApiGroup.Prefix}/tokens/{described.Id}",
            new NewTokenResponse(
                described.Id, described.Name, ApiTime.Of(described.CreatedAt), described.Scope, TokenResponse.TimeOf(described.ExpiresAt), token));
    }

    private static async Task<NoContent> DeleteAsync(
        string id, [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains) =>
        await User(grains, caller, user).RemoveTokenAsync(id)
            ? TypedResults.NoContent()
            : throw RequestException.NotFound("There is no such token.", new ValidationError("id", "is not a token's."));

    private static IUserGrain User(IClusterClient grains, ClaimsPrincipal caller, string? user) =>
        grains.GetGrain<IUserGrain>(caller.OwnerOf(user));
}

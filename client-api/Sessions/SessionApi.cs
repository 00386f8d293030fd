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
using TradingBot.ClientApi.Limits;
using TradingBot.ClientApi.Risk;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Sessions;

/// <summary><c>/session</c>: signing in to the web page and out. A session is a token of its own, in a cookie.</summary>
internal static class SessionApi
{
    private const string TokenName = "web page";
    private const int MostSessions = 10;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        var open = routes.MapOpenApi("/session", "Session");
        open.MapPost("", SignInAsync).Describe("signIn", "Signs in to the web page by a token, or by the code that was sent to the user's chat; sets a cookie.", 403, 429);
        open.MapPost("/code", SendCodeAsync).Describe("sendSignInCode", "Sends a code to a user's linked chat. Tells nobody whether there is such a user or chat.", 429);
        routes.MapApi("/session", "Session").MapDelete("", SignOutAsync).Describe("signOut", "Ends the web page's session and takes its cookie away; another token stays.")
            .WithMetadata(new ChangesNeed(TokenScope.Read)).AlsoWhileReadOnly();
    }

    private static async Task<Created<SessionResponse>> SignInAsync(
        JsonBody<SessionRequest> body, HttpContext context, IClusterClient grains, TimeProvider time)
    {
        var (user, scope) = body.Value switch
        {
            { Token: { } token, User: null, Code: null } => await ByTokenAsync(token.Trim(), context, grains),
            { Token: null, User: { } id, Code: { } code } => await ByCodeAsync(id, code.Trim(), context, grains),
            _ => throw RequestException.Invalid(new ValidationError("token", "must be given, or both user and code.")),
        };
        if (user.Standing != UserStanding.Active)
            throw new RequestException(403, "This user is suspended.", []);
        var (now, session) = (time.GetUtcNow(), AccessTokens.Create());
        var grain = grains.GetGrain<IUserGrain>(user.Id);
        var others = (await grain.GetTokensAsync()).Where(static t => t.Name == TokenName).ToList();
        foreach (var oldest in others.Take(others.Count - MostSessions + 1))
            await grain.RemoveTokenAsync(oldest.Id);
        var expires = now + Lifetime;
        if (!await grain.AddTokenAsync(AccessTokens.Describe(session, TokenName, scope, now, expires.ToUnixTimeMilliseconds())))
            throw RequestException.Conflict($"A user has at most {IUserGrain.MaxTokens} tokens; revoke one first.");
        await AuditFilter.RecordAsync(context, grains, user.Id, "signIn");
        SessionCookie.Set(context, session, expires);
        return TypedResults.Created((string?)null, new SessionResponse(user.Id, expires));
    }

    private static async Task<Accepted> SendCodeAsync(JsonBody<SignInCodeRequest> body, IClusterClient grains)
    {
        if (body.Value.User is not { } user || !TraderKey.IsUserId(user))
            throw RequestException.Invalid(new ValidationError("user", "must be a user id: 1 to 40 small letters, digits and hyphens."));
        await grains.GetGrain<ISignInGrain>(user).SendCodeAsync();
        return TypedResults.Accepted((string?)null);
    }

    private static async Task<NoContent> SignOutAsync(ClaimsPrincipal caller, HttpContext context, IClusterClient grains)
    {
        var user = grains.GetGrain<IUserGrain>(caller.Id());
        if ((await user.GetTokensAsync()).FirstOrDefault(t => t.Hash == caller.TokenKey()) is { Name: TokenName } session)
            await user.RemoveTokenAsync(session.Id);
        SessionCookie.Clear(context);
        return TypedResults.NoContent();
    }

    // A session lets do no more than the token did that has opened it, and never what only its owner should: change tokens and keys.
    private static async Task<(UserProfile User, TokenScope Scope)> ByTokenAsync(string token, HttpContext context, IClusterClient grains)
    {
        var hash = AccessTokens.HashOf(token);
        if (AccessTokens.IsToken(token) && await grains.GetGrain<ITokenGrain>(hash).AuthenticateAsync() is { } holder)
            return (holder.User, holder.Scope == TokenScope.Read ? TokenScope.Read : TokenScope.Trade);
        throw Wrong(context, hash, "token");
    }

    private static async Task<(UserProfile User, TokenScope Scope)> ByCodeAsync(string id, string code, HttpContext context, IClusterClient grains) =>
        TraderKey.IsUserId(id) && await grains.GetGrain<ISignInGrain>(id).RedeemAsync(code) && await grains.GetGrain<IUserGrain>(id).GetProfileAsync() is { } user
            ? (user, TokenScope.Trade)
            : throw Wrong(context, AccessTokens.HashOf($"{id} {code}"), "code");

    private static RequestException Wrong(HttpContext context, string hash, string field)
    {
        AddressGuard.TellGuess(context, hash);
        return new(403, $"This {field} is not valid, or not any more.", [new(field, "is not valid.")]);
    }
}

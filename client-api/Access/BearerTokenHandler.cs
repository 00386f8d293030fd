using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using TradingBot.Accounts;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Limits;

namespace TradingBot.ClientApi.Access;

/// <summary>Lets in whoever sends a token that has been issued: <c>Authorization: Bearer tb_…</c>, or the web page's cookie.</summary>
internal sealed class BearerTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IClusterClient grains)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Bearer";
    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var token = Request.Headers.Authorization is [{ } header] && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? header[Prefix.Length..].Trim()
            : SessionCookie.Read(Request);
        if (token is null)
            return AuthenticateResult.NoResult();
        if (!AccessTokens.IsToken(token))
            return AuthenticateResult.Fail("Not a token.");
        var hash = AccessTokens.HashOf(token);
        if (await grains.GetGrain<ITokenGrain>(hash).AuthenticateAsync() is { } holder)
            return AuthenticateResult.Success(new(CurrentUser.Principal(holder, hash, Name), Name));
        AddressGuard.TellGuess(Context, hash);
        return AuthenticateResult.Fail("Not a valid token.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Name;
        return Problems.WriteAsync(Context, 401);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.WriteAsync(Context, 403, Context.WhyForbidden());
}

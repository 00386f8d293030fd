using TradingBot.Accounts;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Tokens;

/// <summary>An access token without its secret.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Name">What its user calls it.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record TokenResponse(string Id, string Name, DateTimeOffset CreatedAt)
{
    public static TokenResponse From(TokenInfo token) => new(token.Id, token.Name, ApiTime.Of(token.CreatedAt));
}

/// <summary>A new access token.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Name">What its user calls it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Token">The token. It is told this once; only its hash is stored.</param>
public sealed record NewTokenResponse(string Id, string Name, DateTimeOffset CreatedAt, string Token);

/// <summary>An access token to be made.</summary>
/// <param name="Name">What its user calls it, 1 to 60 characters.</param>
public sealed record TokenRequest(string? Name = null);

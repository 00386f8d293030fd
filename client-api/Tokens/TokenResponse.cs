using TradingBot.Accounts;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Tokens;

/// <summary>An access token without its secret.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Name">What its user calls it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Scope">read: looks; trade: changes, too; admin: manages tokens and exchange keys, too, and what a role adds.</param>
/// <param name="ExpiresAt">From when it lets nobody in; null for never.</param>
/// <param name="LastUsedAt">When it was last used, to the minute; null for never.</param>
public sealed record TokenResponse(
    string Id, string Name, DateTimeOffset CreatedAt, TokenScope Scope, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt)
{
    public static TokenResponse From(TokenInfo token) => new(
        token.Id, token.Name, ApiTime.Of(token.CreatedAt), token.Scope, TimeOf(token.ExpiresAt), TimeOf(token.LastUsedAt));

    internal static DateTimeOffset? TimeOf(long? time) => time is { } milliseconds ? ApiTime.Of(milliseconds) : null;
}

/// <summary>A new access token.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Name">What its user calls it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Scope">What it lets do.</param>
/// <param name="ExpiresAt">From when it lets nobody in; null for never.</param>
/// <param name="Token">The token. It is told this once; only its hash is stored.</param>
public sealed record NewTokenResponse(string Id, string Name, DateTimeOffset CreatedAt, TokenScope Scope, DateTimeOffset? ExpiresAt, string Token);

/// <summary>An access token to be made.</summary>
/// <param name="Name">What its user calls it, 1 to 60 characters.</param>
/// <param name="Scope">read: looks; trade (when it is left out): changes, too; admin: manages tokens and exchange keys, too, and what a role adds.</param>
/// <param name="ExpiresAt">From when it lets nobody in; never when it is left out.</param>
public sealed record TokenRequest(string? Name = null, TokenScope? Scope = null, ApiTime? ExpiresAt = null);

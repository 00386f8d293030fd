namespace TradingBot.Accounts;

/// <summary>An access token without its secret.</summary>
/// <param name="Id">Names the token among its user's.</param>
/// <param name="Name">What the user calls it, 1 to 60 characters.</param>
/// <param name="Hash">SHA-256 of the token's text, 64 small hexadecimal digits: the key of its <see cref="ITokenGrain"/>.</param>
/// <param name="CreatedAt">When it was made, milliseconds UTC.</param>
/// <param name="Scope">How much of what its user may do it lets do.</param>
/// <param name="ExpiresAt">From when it lets nobody in any more, milliseconds UTC; null for never.</param>
/// <param name="LastUsedAt">When it was last used, to the minute, milliseconds UTC; null for never.</param>
[GenerateSerializer, Immutable, Alias("token-info")]
public sealed record TokenInfo(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string Hash,
    [property: Id(3)] long CreatedAt,
    [property: Id(4)] TokenScope Scope,
    [property: Id(5)] long? ExpiresAt = null,
    [property: Id(6)] long? LastUsedAt = null);

namespace TradingBot.Accounts;

/// <summary>An access token without its secret.</summary>
/// <param name="Id">Names the token among its user's.</param>
/// <param name="Name">What the user calls it, 1 to 60 characters.</param>
/// <param name="Hash">SHA-256 of the token's text, 64 small hexadecimal digits: the key of its <see cref="ITokenGrain"/>.</param>
/// <param name="CreatedAt">When it was made, milliseconds UTC.</param>
[GenerateSerializer, Immutable, Alias("token-info")]
public sealed record TokenInfo(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string Hash,
    [property: Id(3)] long CreatedAt);

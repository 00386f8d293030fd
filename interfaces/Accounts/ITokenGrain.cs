using Orleans.Concurrency;

namespace TradingBot.Accounts;

/// <summary>
/// Whose an access token is. Key: SHA-256 of the token's text in small hexadecimal digits, so that nothing stored lets anybody
/// in, and that a look-up takes as long however close a guess is.
/// </summary>
[Alias("token")]
public interface ITokenGrain : IGrainWithStringKey
{
    /// <summary>Lets whoever has the token in as a user. Idempotent and durable.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="scope">What it lets do.</param>
    /// <param name="expiresAt">From when it lets nobody in, milliseconds UTC; null for never.</param>
    [Alias("issue")]
    Task IssueAsync(string userId, TokenScope scope, long? expiresAt);

    /// <summary>Lets nobody in with the token any more. Idempotent and durable.</summary>
    [Alias("revoke")]
    Task RevokeAsync();

    /// <summary>Who has sent it; null when there is no such token or user, or it has expired. Counts as a use.</summary>
    [AlwaysInterleave, Alias("authenticate")]
    Task<TokenHolder?> AuthenticateAsync();

    /// <summary>When it was last used, to the minute, milliseconds UTC; null for never.</summary>
    [AlwaysInterleave, Alias("get-last-used")]
    Task<long?> GetLastUsedAsync();
}

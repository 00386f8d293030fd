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
    [Alias("issue")]
    Task IssueAsync(string userId);

    /// <summary>Lets nobody in with the token any more. Idempotent and durable.</summary>
    [Alias("revoke")]
    Task RevokeAsync();

    /// <summary>The user's profile; null when there is no such token or user.</summary>
    [AlwaysInterleave, Alias("authenticate")]
    Task<UserProfile?> AuthenticateAsync();
}

namespace TradingBot.Accounts;

/// <summary>
/// A code that opens one thing once: linking a chat, a page for a secret. Key: <c>userId/purpose</c>; a user has one of each purpose at a
/// time. Only the code's hash is known here.
/// </summary>
[Alias("one-time-code")]
public interface IOneTimeCodeGrain : IGrainWithStringKey
{
    /// <summary>Takes a code in place of the one before. Durable.</summary>
    /// <param name="hash">SHA-256 of the code's text, 64 small hexadecimal digits.</param>
    /// <param name="expiresAt">From then on it opens nothing, milliseconds UTC.</param>
    /// <param name="data">What whoever redeems it learns.</param>
    [Alias("issue")]
    Task IssueAsync(string hash, long expiresAt, string data);

    /// <summary>What a code opens; null when it opens nothing.</summary>
    [Alias("find")]
    Task<string?> FindAsync(string hash);

    /// <summary>The same, and the code opens nothing any more. Durable.</summary>
    [Alias("redeem")]
    Task<string?> RedeemAsync(string hash);
}

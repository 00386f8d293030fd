namespace TradingBot.Requests;

/// <summary>
/// Sees to it that a request which its sender repeats is carried out once. Key: user id, slash, SHA-256 of the idempotency key. An answer is
/// kept for a day. A request that a crash has cut off may be carried out again: nobody was told that it was.
/// </summary>
[Alias("request")]
public interface IRequestGrain : IGrainWithStringKey
{
    /// <summary>Says what is to become of a request.</summary>
    /// <param name="fingerprint">Hash of method, address and body.</param>
    [Alias("begin")]
    Task<RequestDecision> BeginAsync(string fingerprint);

    /// <summary>Keeps the answer. Durable.</summary>
    /// <param name="fingerprint">Of the request that was told to go.</param>
    /// <param name="answer">Its answer; null when it was refused or failed, and may be tried again.</param>
    [Alias("finish")]
    Task FinishAsync(string fingerprint, KeptAnswer? answer);
}

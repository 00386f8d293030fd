using Orleans.Concurrency;

namespace TradingBot.Audit;

/// <summary>
/// Takes down what a user does. Key: the user id of whoever does it. An entry is durable here when the call ends and reaches the
/// audit trail within seconds, so that what must not wait, like a kill switch, does not wait for the trail's database.
/// </summary>
[Alias("audit")]
public interface IAuditGrain : IGrainWithStringKey
{
    /// <summary>Takes an entry down. Durable.</summary>
    /// <param name="userId">About whose account; empty for nobody's.</param>
    /// <param name="action">What is done.</param>
    /// <param name="subject">On what.</param>
    /// <param name="text">Details; no secret.</param>
    /// <param name="address">From which network address.</param>
    [Alias("record")]
    Task RecordAsync(string userId, string action, string subject, string text, string address);

    /// <summary>How many entries have not reached the trail yet. To ask is to have them written.</summary>
    [AlwaysInterleave, Alias("get-waiting")]
    Task<int> GetWaitingAsync();
}

using Orleans.Concurrency;
using TradingBot.Journal;

namespace TradingBot.Audit;

/// <summary>Reads the audit trail. One grain, key <see cref="Key"/>. Invalid queries are bugs of the caller, who validates first.</summary>
[Alias("audit-book")]
public interface IAuditBookGrain : IGrainWithStringKey
{
    /// <summary>The key of the only grain of this kind.</summary>
    const string Key = "book";

    /// <summary>Entries, newest first.</summary>
    /// <exception cref="ArgumentException">The query has errors.</exception>
    [AlwaysInterleave, Alias("read")]
    Task<JournalPage<AuditRow>> ReadAsync(AuditQuery query);
}

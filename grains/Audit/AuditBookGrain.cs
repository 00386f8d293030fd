using Orleans;
using TradingBot.Audit;
using TradingBot.Journal;

namespace TradingBot.Grains.Audit;

/// <summary>Reads the audit trail. Holds nothing.</summary>
public sealed class AuditBookGrain(IAuditRecords records) : Grain, IAuditBookGrain
{
    public Task<JournalPage<AuditRow>> ReadAsync(AuditQuery query) =>
        query.Validate() is [var error, ..] ? throw new ArgumentException(error.ToString(), nameof(query)) : records.ReadAsync(query);
}

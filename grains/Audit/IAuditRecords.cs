using TradingBot.Audit;
using TradingBot.Journal;

namespace TradingBot.Grains.Audit;

/// <summary>The audit trail's table: append-only, each row bound to the one before by its hash.</summary>
public interface IAuditRecords
{
    /// <summary>Writes rows, all or none; durable when the task completes. Written again they change nothing.</summary>
    Task WriteAsync(IReadOnlyList<AuditRow> rows);

    /// <summary>Rows, newest first.</summary>
    Task<JournalPage<AuditRow>> ReadAsync(AuditQuery query);
}

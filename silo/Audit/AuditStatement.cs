using System.Data.Common;
using TradingBot.Audit;
using TradingBot.Silo.Journal;

namespace TradingBot.Silo.Audit;

/// <summary>Appends to the audit trail, on the connection that makes all writes: one transaction at a time, so that the chain has no fork.</summary>
internal sealed class AuditStatement(DbConnection connection, SqlDialect dialect)
{
    /// <summary>The columns that a row's fields are in.</summary>
    public const string Fields = "id, user_id, actor, action, subject, text, recorded_at, address";

    private readonly Statement _last = Statement.Of(connection, "SELECT hash FROM audit ORDER BY seq DESC LIMIT 1", 0);
    private readonly Statement _insert = Statement.Insert(connection, dialect, "audit", Fields + ", hash", "id");

    /// <summary>Appends a row; one that is there already changes nothing.</summary>
    public void Append(AuditRow row) => _insert.Run(
        row.Id, row.UserId, row.Actor, row.Action, row.Subject, row.Text, row.Time, row.Address,
        AuditChain.HashOf(_last.ReadText() ?? AuditChain.Origin, row));
}

using System.Data.Common;
using Dapper;
using TradingBot.Silo.Journal;

namespace TradingBot.Silo.Audit;

/// <summary>Moves the entries that subscriptions once had in a table of their own into the audit trail.</summary>
internal static class BillingAuditMove
{
    public static void Run(DbConnection connection, SqlDialect dialect)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var trail = new AuditStatement(connection, dialect);
        foreach (var row in connection.Query<StoredAudit>("SELECT id, user_id, actor, action, subject, text, recorded_at FROM billing_audit ORDER BY seq"))
            trail.Append(row.ToRow());
        connection.Execute("DROP TABLE billing_audit");
    }
}

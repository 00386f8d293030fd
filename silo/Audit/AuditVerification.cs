using System.Data.Common;
using Dapper;

namespace TradingBot.Silo.Audit;

/// <summary>What has become of a look through the audit trail.</summary>
/// <param name="Rows">Rows whose hashes are right.</param>
/// <param name="Head">Hash of the last of them.</param>
/// <param name="BrokenAt">Number and id of the first row that is not what was written, or that does not follow the one before; null when all are.</param>
/// <param name="KnownAt">How many rows there were when <paramref name="Head"/> was the one that is looked for; null when it never was.</param>
internal sealed record AuditVerification(long Rows, string Head, string? BrokenAt, long? KnownAt)
{
    static AuditVerification() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>Computes every hash anew.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="known">A hash that an earlier look has ended with; null for none.</param>
    public static AuditVerification Of(DbConnection connection, string? known)
    {
        var (rows, head, knownAt) = (0L, AuditChain.Origin, known == AuditChain.Origin ? 0L : (long?)null);
        foreach (var row in connection.Query<StoredAudit>($"SELECT seq, {AuditStatement.Fields}, hash FROM audit ORDER BY seq", buffered: false))
        {
            if (AuditChain.HashOf(head, row.ToRow()) != row.Hash)
                return new(rows, head, $"{row.Seq} ({row.Id})", knownAt);
            (rows, head) = (rows + 1, row.Hash);
            if (head == known)
                knownAt = rows;
        }

        return new(rows, head, null, knownAt);
    }
}

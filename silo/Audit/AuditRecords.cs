using System.Data.Common;
using Dapper;
using TradingBot.Audit;
using TradingBot.Grains.Audit;
using TradingBot.Journal;
using TradingBot.Silo.Journal;

namespace TradingBot.Silo.Audit;

/// <summary>The table <c>audit</c>.</summary>
internal sealed class AuditRecords(IJournalDatabase database) : IAuditRecords
{
    private (DbConnection Connection, AuditStatement Statement)? _prepared;

    static AuditRecords() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    public Task WriteAsync(IReadOnlyList<AuditRow> rows) => database.WriteAsync(connection =>
    {
        // Only writes use it, and they come one at a time; a connection that was lost is followed by another one.
        if (_prepared?.Connection != connection)
            _prepared = (connection, new(connection, database.Dialect));
        foreach (var row in rows)
            _prepared.Value.Statement.Append(row);
    });

    public async Task<JournalPage<AuditRow>> ReadAsync(AuditQuery query)
    {
        var conditions = new List<string>();
        JournalCursor cursor = default;
        if (query.UserId is not null)
            conditions.Add("user_id = @UserId");
        if (query.Actor is not null)
            conditions.Add("actor = @Actor");
        if (query.Cursor is not null && JournalCursor.TryParse(query.Cursor, out cursor))
            conditions.Add("(recorded_at, seq) < (@Time, @Sequence)");
        var where = conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions);
        // One more than asked for tells whether there is another page.
        var sql = $"SELECT seq, {AuditStatement.Fields} FROM audit{where} ORDER BY recorded_at DESC, seq DESC LIMIT {query.Limit + 1}";
        var rows = await database.ReadAsync(async connection =>
            (await connection.QueryAsync<StoredAudit>(sql, new { query.UserId, query.Actor, cursor.Time, cursor.Sequence })).AsList());
        var next = rows.Count > query.Limit ? new JournalCursor(rows[query.Limit - 1].RecordedAt, rows[query.Limit - 1].Seq).ToString() : null;
        return new([.. rows.Take(query.Limit).Select(static row => row.ToRow())], next);
    }
}

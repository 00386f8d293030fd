using System.Data.Common;
using Dapper;
using TradingBot.Billing;
using TradingBot.Grains.Billing;
using TradingBot.Journal;
using TradingBot.Silo.Audit;
using TradingBot.Silo.Journal;

namespace TradingBot.Silo.Billing;

/// <summary>The tables <c>payments</c> and <c>subscriptions</c>, and what subscriptions bring to <c>audit</c>, written in the transactions of grains' states.</summary>
internal sealed class BillingRecords(IJournalDatabase database) : IBillingRecords
{
    private Statements? _statements;

    static BillingRecords() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    public Task WriteAsync(IReadOnlyList<BillingEntry> entries) => database.WriteAsync(connection =>
    {
        // Only writes use them, and they come one at a time; a connection that was lost is followed by another one.
        if (_statements?.Connection != connection)
            _statements = new(connection, database.Dialect);
        foreach (var entry in entries)
            _statements.Write(entry);
    });

    public Task<JournalPage<SubscriptionRow>> ReadSubscriptionsAsync(BillingQuery query) =>
        PageAsync<StoredSubscription, SubscriptionRow>(
            query with { NeedsAttention = false }, "subscriptions", "seq", BillingColumns.Subscriptions, static row => row.ToRow());

    public Task<JournalPage<PaymentRow>> ReadPaymentsAsync(BillingQuery query) =>
        PageAsync<StoredPayment, PaymentRow>(query, "payments", "paid_at", BillingColumns.Payments, static row => row.ToRow());

    private async Task<JournalPage<TRow>> PageAsync<TStored, TRow>(
        BillingQuery query, string table, string place, string columns, Func<TStored, TRow> toRow)
        where TStored : StoredBillingRow
    {
        var conditions = new List<string>();
        JournalCursor cursor = default;
        if (query.UserId is not null)
            conditions.Add("user_id = @UserId");
        if (query.NeedsAttention)
            conditions.Add("needs_attention = 1");
        if (query.Cursor is not null && JournalCursor.TryParse(query.Cursor, out cursor))
            conditions.Add($"({place}, seq) < (@Time, @Sequence)");
        var where = conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions);
        // One more than asked for tells whether there is another page.
        var sql = $"SELECT seq, {place} AS place, {columns} FROM {table}{where} ORDER BY {place} DESC, seq DESC LIMIT {query.Limit + 1}";
        var rows = await database.ReadAsync(async connection =>
            (await connection.QueryAsync<TStored>(sql, new { query.UserId, cursor.Time, cursor.Sequence })).AsList());
        var next = rows.Count > query.Limit ? rows[query.Limit - 1].Cursor.ToString() : null;
        return new([.. rows.Take(query.Limit).Select(toRow)], next);
    }

    private sealed class Statements(DbConnection connection, SqlDialect dialect)
    {
        public DbConnection Connection => connection;

        private readonly Statement _payment = Upsert(connection, dialect, "payments", BillingColumns.Payments, "id");
        private readonly Statement _subscription = Upsert(connection, dialect, "subscriptions", BillingColumns.Subscriptions, "user_id");
        private readonly AuditStatement _audit = new(connection, dialect);

        public void Write(BillingEntry entry)
        {
            if (entry.Payment is { } p)
            {
                _payment.Run(
                    p.Id, p.Version, p.UserId, p.Reference, p.PlanId, p.AmountPaise, p.Currency, p.PaidAt, p.Standing.ToString(), p.RefundedPaise,
                    p.Dispute.ToString(), Flag(p.IsTest), Or(p.Price?.Server), Or(p.Price?.Messages), Or(p.Price?.Support), Or(p.Price?.Additional),
                    Or(p.Price?.ProcessingFee), Or(p.Price?.Gst), (long)p.CycleDays, Flag(p.NeedsAttention));
            }

            if (entry.Subscription is { } s)
                _subscription.Run(s.UserId, s.Version, s.PlanId, s.Kind.ToString(), s.PaidUntil, s.SubtotalPaise, (long)s.CycleDays, Flag(s.IsTest));
            if (entry.Audit is { } a)
                _audit.Append(a);
        }

        // The row with the highest version wins, whatever the order of arrival.
        private static Statement Upsert(DbConnection connection, SqlDialect dialect, string table, string columns, string key) => Statement.Insert(
            connection, dialect, table, columns, key,
            "UPDATE SET " + string.Join(", ", columns.Split(", ").Where(c => c != key).Select(c => $"{c} = excluded.{c}")) + $" WHERE excluded.version > {table}.version");

        private static long Flag(bool value) => value ? 1 : 0;

        private static object Or(long? value) => value is { } number ? number : DBNull.Value;
    }
}

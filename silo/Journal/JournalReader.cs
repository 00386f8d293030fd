using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using TradingBot.Grains.Journal;
using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Silo.Journal;

/// <summary>Reads the journal's rows.</summary>
internal sealed class JournalReader(IJournalDatabase database, JournalSignals signals) : IJournalReader
{
    static JournalReader() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    public Task<JournalPage<OrderRow>> ReadOrdersAsync(JournalQuery query) =>
        PageAsync<StoredOrder, OrderRow>(query, "orders", JournalColumns.Orders, static row => row.ToRow());

    public Task<JournalPage<FillRow>> ReadFillsAsync(JournalQuery query) =>
        PageAsync<StoredFill, FillRow>(query with { Status = null }, "fills", JournalColumns.Fills, static row => row.ToRow());

    public Task<JournalPage<TradeRow>> ReadTradesAsync(JournalQuery query) =>
        PageAsync<StoredTrade, TradeRow>(query with { Status = null }, "trades", JournalColumns.Trades, static row => row.ToRow());

    public Task<ImmutableArray<EventRow>> ReadEventsAsync(string? userId, long afterId, int limit)
    {
        var owner = userId is null ? "" : "user_id = @userId AND ";
        return Task.FromResult(database.Read(connection =>
        {
            var events = connection.Query<StoredEvent>(
                $"SELECT id, {JournalColumns.Events} FROM events WHERE {owner}id > @afterId ORDER BY id LIMIT @limit", new { userId, afterId, limit }).AsList();
            return WithSubjects(connection, events);
        }));
    }

    public Task<long> ReadLastEventAsync(string? userId)
    {
        var owner = userId is null ? "" : " WHERE user_id = @userId";
        return Task.FromResult(database.Read(connection => connection.ExecuteScalar<long?>($"SELECT max(id) FROM events{owner}", new { userId }) ?? 0));
    }

    public Task NextWriteAsync(string? userId) => signals.Next(userId);

    private Task<JournalPage<TRow>> PageAsync<TStored, TRow>(JournalQuery query, string table, string columns, Func<TStored, TRow> toRow)
        where TStored : StoredRow
    {
        var (where, values) = Conditions(query);
        var direction = query.OldestFirst ? "ASC" : "DESC";
        // One more than asked for tells whether there is another page.
        var sql = $"SELECT seq, {columns} FROM {table}{where} ORDER BY market_time {direction}, seq {direction} LIMIT {query.Limit + 1}";
        var rows = database.Read(connection => connection.Query<TStored>(sql, values).AsList());
        var next = rows.Count > query.Limit ? rows[query.Limit - 1].Cursor.ToString() : null;
        return Task.FromResult(new JournalPage<TRow>([.. rows.Take(query.Limit).Select(toRow)], next));
    }

    private static (string Where, DynamicParameters Values) Conditions(JournalQuery query)
    {
        var conditions = new List<string>();
        var values = new DynamicParameters();
        void Add(string condition, string name, object? value)
        {
            if (value is null)
                return;
            conditions.Add(condition);
            values.Add(name, value);
        }

        Add("user_id = @user", "user", query.UserId);
        Add("symbol = @symbol", "symbol", query.Symbol?.ToString());
        Add("candle_interval = @interval", "interval", query.Interval?.Name);
        Add("status = @status", "status", query.Status?.ToString());
        Add("mode = @mode", "mode", query.Mode?.ToString());
        Add("market_time >= @from", "from", query.From);
        Add("market_time < @to", "to", query.To);
        if (query.Cursor is not null && JournalCursor.TryParse(query.Cursor, out var cursor))
        {
            conditions.Add($"(market_time, seq) {(query.OldestFirst ? '>' : '<')} (@time, @seq)");
            values.Add("time", cursor.Time);
            values.Add("seq", cursor.Sequence);
        }

        return (conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions), values);
    }

    private static ImmutableArray<EventRow> WithSubjects(DbConnection connection, List<StoredEvent> events)
    {
        Dictionary<string, TRow> Subjects<TStored, TRow>(EventKind kind, string table, string columns, Func<TStored, TRow> toRow)
            where TStored : StoredRow
        {
            var name = kind.ToString();
            var ids = events.Where(e => e.Kind == name).Select(e => e.SubjectId).Distinct(StringComparer.Ordinal).ToArray();
            return ids.Length == 0
                ? []
                : connection.Query<TStored>($"SELECT seq, {columns} FROM {table} WHERE id IN @ids", new { ids })
                    .ToDictionary(row => row.Id, toRow, StringComparer.Ordinal);
        }

        var orders = Subjects<StoredOrder, OrderRow>(EventKind.Order, "orders", JournalColumns.Orders, static row => row.ToRow());
        var fills = Subjects<StoredFill, FillRow>(EventKind.Fill, "fills", JournalColumns.Fills, static row => row.ToRow());
        var trades = Subjects<StoredTrade, TradeRow>(EventKind.Trade, "trades", JournalColumns.Trades, static row => row.ToRow());
        return
        [
            .. events.Select(e => new EventRow(
                e.Id, e.UserId, MarketSymbol.Parse(e.Symbol), Enum.Parse<EventKind>(e.Kind), e.MarketTime, e.RecordedAt,
                e.Kind == nameof(EventKind.Order) ? "" : e.Text,
                // The table has the order as it is now; the event, what has changed since.
                orders.GetValueOrDefault(e.SubjectId) is { } order
                    ? order with
                    {
                        Version = e.Entry, Status = Enum.Parse<OrderStatus>(e.Status), Filled = Fixed8.Parse(e.Filled), Reason = e.Text, UpdatedAt = e.RecordedAt,
                    }
                    : null,
                // A trade has the id of the fill that closed it, and both may be on this page.
                e.Kind == nameof(EventKind.Fill) ? fills.GetValueOrDefault(e.SubjectId) : null,
                e.Kind == nameof(EventKind.Trade) ? trades.GetValueOrDefault(e.SubjectId) : null)),
        ];
    }
}

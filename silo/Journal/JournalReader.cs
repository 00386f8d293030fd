using System.Collections.Immutable;
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
        return database.ReadAsync(async connection =>
        {
            var events = (await connection.QueryAsync<StoredEvent>(
                $"SELECT id, {JournalColumns.Read(JournalColumns.Events)} FROM events WHERE {owner}id > @afterId ORDER BY id LIMIT @limit", new { userId, afterId, limit })).AsList();
            var orders = await SubjectsAsync<StoredOrder, OrderRow>(EventKind.Order, "orders", JournalColumns.Orders, static row => row.ToRow());
            var fills = await SubjectsAsync<StoredFill, FillRow>(EventKind.Fill, "fills", JournalColumns.Fills, static row => row.ToRow());
            var trades = await SubjectsAsync<StoredTrade, TradeRow>(EventKind.Trade, "trades", JournalColumns.Trades, static row => row.ToRow());
            return events.Select(e => RowOf(e, orders.GetValueOrDefault(e.SubjectId), fills.GetValueOrDefault(e.SubjectId), trades.GetValueOrDefault(e.SubjectId)))
                .ToImmutableArray();

            async Task<Dictionary<string, TRow>> SubjectsAsync<TStored, TRow>(EventKind kind, string table, string columns, Func<TStored, TRow> toRow)
                where TStored : StoredRow
            {
                var name = kind.ToString();
                if (!events.Exists(e => e.Kind == name))
                    return [];
                var lastId = events[^1].Id;
                var rows = await connection.QueryAsync<TStored>(
                    $"""
                    SELECT seq, {JournalColumns.Read(columns)} FROM {table}
                    WHERE id IN (SELECT subject_id FROM events WHERE {owner}id > @afterId AND id <= @lastId AND kind = @name)
                    """,
                    new { userId, afterId, lastId, name });
                return rows.ToDictionary(row => row.Id, toRow, StringComparer.Ordinal);
            }
        });
    }

    public Task<long> ReadLastEventAsync(string? userId)
    {
        var owner = userId is null ? "" : " WHERE user_id = @userId";
        return database.ReadAsync(async connection => await connection.ExecuteScalarAsync<long?>($"SELECT max(id) FROM events{owner}", new { userId }) ?? 0);
    }

    public Task<long> ReadLastDroppedEventAsync(string? userId, MarketSymbol? symbol)
    {
        var owner = userId is null ? "" : " AND user_id = @userId";
        var only = symbol is null ? "" : " AND symbol = @name";
        var name = symbol?.ToString();
        return database.ReadAsync(async connection =>
            await connection.ExecuteScalarAsync<long?>($"SELECT max(last_id) FROM dropped_events WHERE 1 = 1{owner}{only}", new { userId, name }) ?? 0);
    }

    public Task NextWriteAsync(string? userId) => signals.Next(userId);

    private async Task<JournalPage<TRow>> PageAsync<TStored, TRow>(JournalQuery query, string table, string columns, Func<TStored, TRow> toRow)
        where TStored : StoredRow
    {
        var (where, values) = Conditions(query);
        var direction = query.OldestFirst ? "ASC" : "DESC";
        // One more than asked for tells whether there is another page.
        var sql = $"SELECT seq, {JournalColumns.Read(columns)} FROM {table}{where} ORDER BY market_time {direction}, seq {direction} LIMIT {query.Limit + 1}";
        var rows = (await database.ReadAsync(connection => connection.QueryAsync<TStored>(sql, values))).AsList();
        var next = rows.Count > query.Limit ? rows[query.Limit - 1].Cursor.ToString() : null;
        return new JournalPage<TRow>([.. rows.Take(query.Limit).Select(toRow)], next);
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

    private static EventRow RowOf(StoredEvent e, OrderRow? order, FillRow? fill, TradeRow? trade) => new(
        e.Id, e.UserId, MarketSymbol.Parse(e.Symbol), Enum.Parse<EventKind>(e.Kind), e.MarketTime, e.RecordedAt,
        e.Kind == nameof(EventKind.Order) ? "" : e.Text,
        // The table has the order as it is now; the event, what has changed since.
        order is null ? null : order with
        {
            Version = e.Entry, Status = Enum.Parse<OrderStatus>(e.Status), Filled = Fixed8.Parse(e.Filled), Reason = e.Text, UpdatedAt = e.RecordedAt,
        },
        // A trade has the id of the fill that closed it, and both may be on this page.
        e.Kind == nameof(EventKind.Fill) ? fill : null,
        e.Kind == nameof(EventKind.Trade) ? trade : null);
}

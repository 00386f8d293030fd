using System.Data.Common;
using TradingBot.Grains.Journal;
using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Silo.Journal;

/// <summary>The journal's writes, prepared on the connection that makes them all.</summary>
/// <param name="connection">The connection.</param>
/// <param name="dialect">Its dialect.</param>
/// <param name="eventsKept">How many events of a trader are kept.</param>
internal sealed class JournalStatements(DbConnection connection, SqlDialect dialect, int eventsKept)
{
    // So rarely, and then so few, that no transaction takes long: also when the setting was lowered and much is to go.
    private const int DropEvery = 256;
    private const int DropAtOnce = 1_000;

    private static readonly string Surplus = $"""
        user_id = @p0 AND symbol = @p1 AND entry <= @p2
            AND entry < (SELECT min(entry) + {DropAtOnce} FROM events WHERE user_id = @p0 AND symbol = @p1)
        """;

    private readonly Statement _order = Statement.Insert(
        connection, dialect, "orders", JournalColumns.Orders, "id",
        """
        UPDATE SET version = excluded.version, status = excluded.status, filled = excluded.filled, reason = excluded.reason,
            updated_at = excluded.updated_at WHERE excluded.version > orders.version
        """);

    private readonly Statement _fill = Statement.Insert(connection, dialect, "fills", JournalColumns.Fills, "id");
    private readonly Statement _trade = Statement.Insert(connection, dialect, "trades", JournalColumns.Trades, "id");
    private readonly Statement _event = Statement.Insert(connection, dialect, "events", JournalColumns.Events, "user_id, symbol, entry");
    private readonly Statement _placed = Statement.Insert(connection, dialect, "exchange_orders", JournalColumns.ExchangeOrders, "user_id, symbol, number");
    private readonly Statement _exchangeFill = Statement.Insert(connection, dialect, "exchange_fills", JournalColumns.ExchangeFills, "user_id, symbol, report");

    private readonly Statement _cancelled = Statement.Of(
        connection, "UPDATE exchange_orders SET cancelled = 1 WHERE user_id = @p0 AND symbol = @p1 AND number = @p2", 3);

    private readonly Statement _filled = Statement.Of(connection, "SELECT CAST(filled AS TEXT) FROM orders WHERE id = @p0", 1);

    // The trader has given the order up: a fill in part from before does not open it again.
    private readonly Statement _lateFill = Statement.Of(
        connection,
        dialect.Fill(
            """
            UPDATE orders SET filled = CAST(@p1 AS {amount}), status = CASE WHEN @p2 = 'PartiallyFilled' THEN status ELSE @p2 END, version = @p3,
                updated_at = @p4
            WHERE id = @p0
            """),
        5);

    private readonly Statement _toDrop = Statement.Of(
        connection,
        $"""
        INSERT INTO dropped_events (user_id, symbol, last_id) SELECT user_id, symbol, max(id) FROM events WHERE {Surplus} GROUP BY user_id, symbol
            ON CONFLICT (user_id, symbol) DO UPDATE SET last_id = excluded.last_id
        """,
        3);

    private readonly Statement _drop = Statement.Of(connection, $"DELETE FROM events WHERE {Surplus}", 3);
    private readonly Statement? _announce = dialect.Announce is { } announce ? Statement.Of(connection, announce, 1) : null;

    public DbConnection Connection => connection;

    public void Write(TraderKey trader, JournalEntry entry)
    {
        var symbol = trader.Symbol.ToString();
        var (subject, status, filled, text) = ("", "", "0", entry.Text);
        if (entry.Order is { } order)
        {
            (subject, status, filled, text) = (order.Id, NameOf(order.Status), order.Filled.ToString(), order.Reason);
            _order.Run(
                order.Id, order.Version, order.UserId, symbol, NameOf(order.Mode), order.Interval.Name, Flag(order.IsExit), NameOf(order.Side),
                NameOf(order.Type), order.Quantity.ToString(), order.Trigger.ToString(), order.Limit.ToString(), status, filled,
                order.Time, order.Reason, order.RecordedAt, order.UpdatedAt);
        }
        else if (entry.Fill is { } fill)
        {
            subject = fill.Id;
            var isNew = 1 == _fill.Run(
                fill.Id, fill.OrderId, fill.UserId, symbol, NameOf(fill.Mode), fill.Interval.Name, NameOf(fill.Side), fill.Price.ToString(),
                fill.Quantity.ToString(), fill.Commission.ToString(), fill.CommissionAsset, Flag(fill.CommissionInBase), fill.Time, fill.RecordedAt);
            if (isNew && entry.LateStatus is { } late && _filled.ReadText(fill.OrderId) is { } before)
                _lateFill.Run(fill.OrderId, (Fixed8.Parse(before) + fill.Quantity).ToString(), NameOf(late), entry.Number, entry.RecordedAt);
        }
        else if (entry.Trade is { } row)
        {
            subject = row.Id;
            var trade = row.Trade;
            _trade.Run(
                row.Id, row.UserId, symbol, NameOf(row.Mode), row.Interval.Name, row.Strategy, trade.EntryTime, trade.EntryPrice.ToString(),
                trade.Quantity.ToString(), trade.ExitTime, trade.ExitPrice.ToString(), NameOf(trade.ExitReason), trade.Fees.ToString(),
                trade.Pnl.ToString(), row.RecordedAt);
        }

        _event.Run(trader.UserId, symbol, entry.Number, NameOf(entry.Kind), subject, status, filled, entry.Time, entry.RecordedAt, text);
        if (entry.Number % DropEvery == 0 && entry.Number > eventsKept)
        {
            _toDrop.Run(trader.UserId, symbol, entry.Number - eventsKept);
            _drop.Run(trader.UserId, symbol, entry.Number - eventsKept);
        }
    }

    /// <summary>Tells other processes, once the transaction is committed.</summary>
    public void Announce(string userId) => _announce?.Run(userId);

    public void Write(string userId, ExchangeEntry entry)
    {
        var symbol = entry.Symbol.ToString();
        if (entry.Placed is { } order)
        {
            _placed.Run(
                userId, symbol, order.Number, order.ClientOrderId, NameOf(order.Side), NameOf(order.Type), order.Quantity.ToString(),
                order.Trigger.ToString(), order.Limit.ToString(), 0L, entry.RecordedAt);
        }

        if (entry.Cancelled is { } number)
            _cancelled.Run(userId, symbol, number);
        if (entry.Fill is { } fill)
        {
            _exchangeFill.Run(
                userId, symbol, fill.Sequence, fill.OrderId, NameOf(fill.Side), fill.Price.ToString(), fill.Quantity.ToString(),
                fill.Commission.ToString(), Flag(fill.CommissionInBase), fill.Time, entry.RecordedAt);
        }
    }

    private static long Flag(bool value) => value ? 1 : 0;

    private static string NameOf<T>(T value)
        where T : struct, Enum => Enum.GetName(value) ?? throw new ArgumentOutOfRangeException(nameof(value), value, null);
}

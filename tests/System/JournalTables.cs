using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace TradingBot.Tests.System;

/// <summary>The tables of a service that is not running, as any SQL program would read them.</summary>
internal sealed class JournalTables(string dataDirectory, string? connectionString)
{
    /// <summary>The fills in the traders' journal.</summary>
    public IReadOnlyList<string> JournalFills => Rows(
        "SELECT user_id, symbol, id, side, price, quantity, commission, commission_in_base, market_time FROM fills ORDER BY id");

    /// <summary>The fills in the paper exchange's own record.</summary>
    public IReadOnlyList<string> ExchangeFills => Rows(
        """
        SELECT f.user_id, f.symbol, o.client_order_id || '.' || f.report AS id, f.side, f.price, f.quantity, f.commission, f.commission_in_base, f.market_time
        FROM exchange_fills f JOIN exchange_orders o ON o.user_id = f.user_id AND o.symbol = f.symbol AND o.number = f.number ORDER BY id
        """);

    /// <summary>The orders in the journal that the exchange has accepted.</summary>
    public IReadOnlyList<string> JournalOrders => Rows(
        """
        SELECT user_id, symbol, id, side, type, quantity, trigger_price, limit_price, CASE status WHEN 'Cancelled' THEN 1 ELSE 0 END FROM orders
        WHERE status <> 'Refused' ORDER BY id
        """);

    /// <summary>The orders in the paper exchange's own record.</summary>
    public IReadOnlyList<string> ExchangeOrders => Rows(
        "SELECT user_id, symbol, client_order_id, side, type, quantity, trigger_price, limit_price, cancelled FROM exchange_orders ORDER BY client_order_id");

    /// <summary>What has filled of each order, by its row and by its fills, where the two differ.</summary>
    public IReadOnlyList<string> OrdersThatDifferFromTheirFills => Rows(
        """
        SELECT o.id, o.filled, sum(f.quantity) FROM orders o LEFT JOIN fills f ON f.order_id = o.id GROUP BY o.id, o.filled
        HAVING abs(o.filled - coalesce(sum(f.quantity), 0)) > 0.000000001
        """);

    /// <summary>The traders whose numbered entries are not all there, each once, from the oldest that is kept.</summary>
    public IReadOnlyList<string> TradersWithMissingEntries => Rows(
        "SELECT user_id, symbol, count(*), max(entry) FROM events GROUP BY user_id, symbol HAVING count(*) <> max(entry) - min(entry) + 1");

    /// <summary>PnL of each closed trade of a user.</summary>
    public IReadOnlyList<decimal> PnlOf(string userId) => [.. Rows($"SELECT pnl FROM trades WHERE user_id = '{userId}'").Select(decimal.Parse)];

    private List<string> Rows(string sql)
    {
        using DbConnection connection = connectionString is null
            ? new SqliteConnection($"Data Source={Path.Combine(dataDirectory, "grains.db")};Pooling=False")
            : new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        return rows;
    }
}

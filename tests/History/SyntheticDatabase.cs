using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using TradingBot.Tests.Checker.Input;
using TradingBot.Trading;

namespace TradingBot.Tests.History;

/// <summary>The columns of the service's database that the checker reads.</summary>
internal static class SyntheticDatabase
{
    public static void Write(string path, Checker.Input.History history)
    {
        File.Delete(path);
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        Execute(
            """
            CREATE TABLE orders (seq INTEGER PRIMARY KEY, id, user_id, symbol, mode, is_exit, side, type, quantity, trigger_price, limit_price, status, filled);
            CREATE TABLE fills (seq INTEGER PRIMARY KEY, id, order_id, user_id, symbol, mode, side, price, quantity, commission, commission_asset, commission_in_base, market_time);
            CREATE TABLE trades (seq INTEGER PRIMARY KEY, id, user_id, symbol, mode, candle_interval, entry_time, entry_price, quantity, market_time, exit_price, fees, pnl);
            CREATE TABLE events (id INTEGER PRIMARY KEY, user_id, symbol, entry, kind, subject_id, status, recorded_at, text);
            CREATE TABLE grain_state (type, key, data);
            """);
        foreach (var o in history.Journal.Orders)
            Insert("orders", null, o.Id, User(o.Trader), Symbol(o.Trader), "Testnet", o.IsExit ? 1L : 0L, o.Side, o.Type, o.Quantity, o.Trigger, o.Limit, o.Status, o.Filled);
        foreach (var f in history.Journal.Fills)
        {
            Insert(
                "fills", null, f.Id, f.OrderId, User(f.Trader), Symbol(f.Trader), "Testnet", f.Side, f.Price, f.Quantity, f.Commission, f.CommissionAsset,
                f.CommissionInBase ? 1L : 0L, f.Time);
        }

        foreach (var t in history.Journal.Trades)
            Insert("trades", null, t.Id, User(t.Trader), Symbol(t.Trader), "Testnet", t.Interval, t.EntryTime, t.EntryPrice, t.Quantity, t.ExitTime, t.ExitPrice, t.Fees, t.Pnl);
        foreach (var e in history.Journal.Events)
            Insert("events", e.Id, User(e.Trader), Symbol(e.Trader), e.Entry, e.Kind, e.SubjectId, e.Status, e.RecordedAt, e.Text);
        foreach (var state in history.Traders)
            Insert("grain_state", "trader", state.Trader, State(state).ToJsonString());

        // Paper trading has another truth.
        Insert("orders", null, "tb-paper-1", "paul", "spot:BTCUSDT", "Paper", 0L, "Buy", "Market", 1m, 0m, 0m, "Filled", 1m);
        Insert("grain_state", "trader", "paul/spot:BTCUSDT", """{"Settings":{"Mode":0}}""");
        Insert("grain_state", "trader", "nina/spot:BTCUSDT", "{}");
        transaction.Commit();

        void Execute(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        void Insert(string table, params object?[] values)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"INSERT INTO {table} VALUES ({string.Join(", ", values.Select(static (_, i) => $"@p{i}"))})";
            for (var i = 0; i < values.Length; i++)
                command.Parameters.AddWithValue($"@p{i}", values[i] is decimal d ? d.ToString(CultureInfo.InvariantCulture) : values[i] ?? DBNull.Value);
            command.ExecuteNonQuery();
        }
    }

    private static string User(string trader) => trader[..trader.IndexOf('/', StringComparison.Ordinal)];

    private static string Symbol(string trader) => trader[(trader.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static JsonObject State(TraderSnapshot state) => new()
    {
        ["Settings"] = new JsonObject { ["Mode"] = 1 },
        ["Trading"] = new JsonObject
        {
            ["Held"] = Text(state.Held), ["Entry"] = Order(state, 0), ["Exit"] = Order(state, 1), ["InFlight"] = new JsonObject { ["Kind"] = 0 },
            ["Doubtful"] = new JsonObject { ["Kind"] = 0 },
            ["Trade"] = new JsonObject { ["Proceeds"] = Text(Math.Max(0, state.OpenCash)), ["Cost"] = Text(Math.Max(0, -state.OpenCash)), ["QuoteFees"] = "0" },
        },
        ["Totals"] = new JsonObject { ["Trades"] = state.Trades, ["Wins"] = state.Wins, ["Pnl"] = Text(state.Pnl), ["Fees"] = Text(state.Fees) },
        ["LastEntry"] = state.LastEntry,
    };

    private static JsonObject Order(TraderSnapshot state, int at)
    {
        var intent = 0L;
        var isLive = at < state.LiveOrders.Count && ClientOrderIds.TryGetIntent(ClientOrderIds.PrefixOf(state.Trader), state.LiveOrders[at], out intent);
        return new() { ["Id"] = intent, ["Status"] = isLive ? 1 : 3 };
    }

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}

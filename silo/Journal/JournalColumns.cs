namespace TradingBot.Silo.Journal;

/// <summary>The tables' columns, in the order in which statements name them.</summary>
internal static class JournalColumns
{
    private static readonly HashSet<string> Amounts = new(StringComparer.Ordinal)
    {
        "quantity", "trigger_price", "limit_price", "filled", "price", "commission", "entry_price", "exit_price", "fees", "pnl",
    };

    public const string Orders =
        "id, version, user_id, symbol, mode, candle_interval, is_exit, side, type, quantity, trigger_price, limit_price, status, filled, market_time, reason, recorded_at, updated_at";

    public const string Fills =
        "id, order_id, user_id, symbol, mode, candle_interval, side, price, quantity, commission, commission_asset, commission_in_base, market_time, recorded_at";

    public const string Trades =
        "id, user_id, symbol, mode, candle_interval, strategy, entry_time, entry_price, quantity, market_time, exit_price, exit_reason, fees, pnl, recorded_at";

    public const string Events = "user_id, symbol, entry, kind, subject_id, status, filled, market_time, recorded_at, text";

    public const string ExchangeOrders =
        "user_id, symbol, number, client_order_id, side, type, quantity, trigger_price, limit_price, cancelled, recorded_at";

    public const string ExchangeFills =
        "user_id, symbol, report, number, side, price, quantity, commission, commission_in_base, market_time, recorded_at";

    /// <summary>Columns to read; amounts are read as text, which loses no digit.</summary>
    public static string Read(string columns) =>
        string.Join(", ", Split(columns).Select(static c => Amounts.Contains(c) ? $"CAST({c} AS TEXT) AS {c}" : c));

    /// <summary>The values <c>@p0</c>, <c>@p1</c> and so on of columns to write; amounts are given as text.</summary>
    public static string Values(string columns) =>
        string.Join(", ", Split(columns).Select(static (c, i) => Amounts.Contains(c) ? $"CAST(@p{i} AS {{amount}})" : $"@p{i}"));

    /// <summary>How many columns there are.</summary>
    public static int Count(string columns) => Split(columns).Length;

    private static string[] Split(string columns) => columns.Split(", ");
}

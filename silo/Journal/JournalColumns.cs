namespace TradingBot.Silo.Journal;

/// <summary>The tables' columns, in the order in which statements name them.</summary>
internal static class JournalColumns
{
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
}

using Microsoft.Data.Sqlite;

namespace TradingBot.Tests.Checker.Input;

/// <summary>An order's row in the journal.</summary>
public sealed record JournalOrder(
    string Id, string Trader, bool IsExit, string Side, string Type, decimal Quantity, decimal Trigger, decimal Limit, string Status, decimal Filled)
{
    public override string ToString() =>
        $"journal order {Id}: {Side} {Type} {Quantity} @ {Limit} trigger {Trigger}, {(IsExit ? "exit" : "entry")}, {Status}, filled {Filled}";
}

/// <summary>A fill's row in the journal; its id is that of the order, a dot, and a number that rises with time.</summary>
public sealed record JournalFill(
    string Id, string OrderId, string Trader, string Side, decimal Price, decimal Quantity, decimal Commission, string CommissionAsset,
    bool CommissionInBase, long Time)
{
    /// <summary>What it adds to the base held.</summary>
    public decimal Base => (Side == "Buy" ? Quantity : -Quantity) - (CommissionInBase ? Commission : 0);

    /// <summary>What it adds to the quote, before a commission in another asset.</summary>
    /// <param name="quoteAsset">The quote asset.</param>
    public decimal Quote(string quoteAsset) =>
        (Side == "Buy" ? -Price * Quantity : Price * Quantity) - (CommissionAsset == quoteAsset ? Commission : 0);

    public override string ToString() =>
        $"journal fill {Id}: {Side} {Quantity} @ {Price}, commission {Commission} {CommissionAsset}{(CommissionInBase ? " (base)" : "")}, market {Time}";
}

/// <summary>A closed trade's row in the journal; its id is that of the fill that closed it, its times are candles' open times.</summary>
public sealed record JournalTrade(
    string Id, string Trader, string Interval, long EntryTime, decimal EntryPrice, decimal Quantity, long ExitTime, decimal ExitPrice, decimal Fees,
    decimal Pnl)
{
    public override string ToString() =>
        $"journal trade {Id}: {Quantity}, in {EntryTime} @ {EntryPrice}, out {ExitTime} @ {ExitPrice}, fees {Fees}, PnL {Pnl}";
}

/// <summary>An event's row in the journal.</summary>
public sealed record JournalEvent(
    long Id, string Trader, long Entry, string Kind, string SubjectId, string Status, long RecordedAt, string Text)
{
    public override string ToString() => $"journal event {Id} at {Clock.Text(RecordedAt)}: {Trader} entry {Entry} {Kind} {SubjectId} {Status} {Text}";
}

/// <summary>What the service wrote down of its trading at a venue. Paper trading is left out.</summary>
/// <param name="Orders">Orders.</param>
/// <param name="Fills">Fills.</param>
/// <param name="Trades">Closed trades.</param>
/// <param name="Events">Events, in the order of recording.</param>
public sealed record ServiceJournal(
    IReadOnlyList<JournalOrder> Orders, IReadOnlyList<JournalFill> Fills, IReadOnlyList<JournalTrade> Trades, IReadOnlyList<JournalEvent> Events)
{
    private const string Trader = "user_id || '/' || symbol";

    /// <summary>Reads the tables.</summary>
    /// <exception cref="SqliteException">They are not there.</exception>
    public static ServiceJournal Read(SqliteConnection connection) => new(
        connection.Rows(
            $"SELECT id, {Trader}, is_exit, side, type, quantity, trigger_price, limit_price, status, filled FROM orders WHERE mode <> 'Paper' ORDER BY seq",
            static r => new JournalOrder(
                r.GetString(0), r.GetString(1), r.GetInt64(2) != 0, r.GetString(3), r.GetString(4), r.Amount(5), r.Amount(6), r.Amount(7), r.GetString(8),
                r.Amount(9))),
        connection.Rows(
            $"""
            SELECT id, order_id, {Trader}, side, price, quantity, commission, commission_asset, commission_in_base, market_time FROM fills
            WHERE mode <> 'Paper' ORDER BY seq
            """,
            static r => new JournalFill(
                r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.Amount(4), r.Amount(5), r.Amount(6), r.GetString(7), r.GetInt64(8) != 0,
                r.GetInt64(9))),
        connection.Rows(
            $"""
            SELECT id, {Trader}, candle_interval, entry_time, entry_price, quantity, market_time, exit_price, fees, pnl FROM trades
            WHERE mode <> 'Paper' ORDER BY seq
            """,
            static r => new JournalTrade(
                r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3), r.Amount(4), r.Amount(5), r.GetInt64(6), r.Amount(7), r.Amount(8),
                r.Amount(9))),
        connection.Rows(
            $"SELECT id, {Trader}, entry, kind, subject_id, status, recorded_at, text FROM events ORDER BY id",
            static r => new JournalEvent(
                r.GetInt64(0), r.GetString(1), r.GetInt64(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetInt64(6), r.GetString(7))));
}

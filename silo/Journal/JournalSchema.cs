using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using TradingBot.Silo.Audit;
using TradingBot.Silo.Billing;

namespace TradingBot.Silo.Journal;

/// <summary>The journal's tables and the way from each version of them to the next.</summary>
internal static partial class JournalSchema
{
    private const string Component = "journal";

    /// <summary>Each leads from the version of its index to the next one. Never edited, only added to.</summary>
    public static readonly IReadOnlyList<string> Steps =
    [
        """
        CREATE TABLE orders (
            seq {identity},
            id TEXT NOT NULL UNIQUE,
            version BIGINT NOT NULL,
            user_id TEXT NOT NULL,
            symbol TEXT NOT NULL,
            mode TEXT NOT NULL,
            candle_interval TEXT NOT NULL,
            is_exit SMALLINT NOT NULL,
            side TEXT NOT NULL,
            type TEXT NOT NULL,
            quantity {amount} NOT NULL,
            trigger_price {amount} NOT NULL,
            limit_price {amount} NOT NULL,
            status TEXT NOT NULL,
            filled {amount} NOT NULL,
            market_time BIGINT NOT NULL,
            reason TEXT NOT NULL,
            recorded_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL);
        CREATE INDEX orders_by_user ON orders (user_id, market_time, seq);
        CREATE INDEX orders_by_symbol ON orders (user_id, symbol, candle_interval, market_time, seq);
        CREATE INDEX orders_by_status ON orders (user_id, status, market_time, seq);
        CREATE INDEX orders_by_time ON orders (market_time, seq);

        CREATE TABLE fills (
            seq {identity},
            id TEXT NOT NULL UNIQUE,
            order_id TEXT NOT NULL,
            user_id TEXT NOT NULL,
            symbol TEXT NOT NULL,
            mode TEXT NOT NULL,
            candle_interval TEXT NOT NULL,
            side TEXT NOT NULL,
            price {amount} NOT NULL,
            quantity {amount} NOT NULL,
            commission {amount} NOT NULL,
            commission_asset TEXT NOT NULL,
            commission_in_base SMALLINT NOT NULL,
            market_time BIGINT NOT NULL,
            recorded_at BIGINT NOT NULL);
        CREATE INDEX fills_by_user ON fills (user_id, market_time, seq);
        CREATE INDEX fills_by_symbol ON fills (user_id, symbol, candle_interval, market_time, seq);
        CREATE INDEX fills_by_time ON fills (market_time, seq);

        CREATE TABLE trades (
            seq {identity},
            id TEXT NOT NULL UNIQUE,
            user_id TEXT NOT NULL,
            symbol TEXT NOT NULL,
            mode TEXT NOT NULL,
            candle_interval TEXT NOT NULL,
            strategy TEXT NOT NULL,
            entry_time BIGINT NOT NULL,
            entry_price {amount} NOT NULL,
            quantity {amount} NOT NULL,
            market_time BIGINT NOT NULL,
            exit_price {amount} NOT NULL,
            exit_reason TEXT NOT NULL,
            fees {amount} NOT NULL,
            pnl {amount} NOT NULL,
            recorded_at BIGINT NOT NULL);
        CREATE INDEX trades_by_user ON trades (user_id, market_time, seq);
        CREATE INDEX trades_by_symbol ON trades (user_id, symbol, candle_interval, market_time, seq);
        CREATE INDEX trades_by_time ON trades (market_time, seq);

        CREATE TABLE events (
            id {identity},
            user_id TEXT NOT NULL,
            symbol TEXT NOT NULL,
            entry BIGINT NOT NULL,
            kind TEXT NOT NULL,
            subject_id TEXT NOT NULL,
            status TEXT NOT NULL,
            filled {amount} NOT NULL,
            market_time BIGINT NOT NULL,
            recorded_at BIGINT NOT NULL,
            text TEXT NOT NULL);
        CREATE UNIQUE INDEX events_once ON events (user_id, symbol, entry);
        CREATE INDEX events_by_user ON events (user_id, id);

        CREATE TABLE exchange_orders (
            user_id TEXT NOT NULL,
            symbol TEXT NOT NULL,
            number BIGINT NOT NULL,
            client_order_id TEXT NOT NULL,
            side TEXT NOT NULL,
            type TEXT NOT NULL,
            quantity {amount} NOT NULL,
            trigger_price {amount} NOT NULL,
            limit_price {amount} NOT NULL,
            cancelled SMALLINT NOT NULL,
            recorded_at BIGINT NOT NULL,
            PRIMARY KEY (user_id, symbol, number));
        CREATE TABLE exchange_fills (
            user_id TEXT NOT NULL,
            symbol TEXT NOT NULL,
            report BIGINT NOT NULL,
            number BIGINT NOT NULL,
            side TEXT NOT NULL,
            price {amount} NOT NULL,
            quantity {amount} NOT NULL,
            commission {amount} NOT NULL,
            commission_in_base SMALLINT NOT NULL,
            market_time BIGINT NOT NULL,
            recorded_at BIGINT NOT NULL,
            PRIMARY KEY (user_id, symbol, report));
        """,
        """
        CREATE TABLE dropped_events (
            user_id TEXT NOT NULL,
            symbol TEXT NOT NULL,
            last_id BIGINT NOT NULL,
            PRIMARY KEY (user_id, symbol));
        """,
        """
        CREATE TABLE payments (
            seq {identity},
            id TEXT NOT NULL UNIQUE,
            version BIGINT NOT NULL,
            user_id TEXT NOT NULL,
            reference TEXT NOT NULL,
            plan_id TEXT NOT NULL,
            amount_paise BIGINT NOT NULL,
            currency TEXT NOT NULL,
            paid_at BIGINT NOT NULL,
            standing TEXT NOT NULL,
            refunded_paise BIGINT NOT NULL,
            dispute TEXT NOT NULL,
            is_test SMALLINT NOT NULL,
            server_paise BIGINT,
            messages_paise BIGINT,
            support_paise BIGINT,
            additional_paise BIGINT,
            fee_paise BIGINT,
            gst_paise BIGINT,
            cycle_days INTEGER NOT NULL,
            needs_attention SMALLINT NOT NULL);
        CREATE INDEX payments_by_user ON payments (user_id, paid_at, seq);
        CREATE INDEX payments_by_time ON payments (paid_at, seq);
        CREATE INDEX payments_by_attention ON payments (needs_attention, paid_at, seq);

        CREATE TABLE subscriptions (
            seq {identity},
            user_id TEXT NOT NULL UNIQUE,
            version BIGINT NOT NULL,
            plan_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            paid_until BIGINT NOT NULL,
            subtotal_paise BIGINT NOT NULL,
            cycle_days INTEGER NOT NULL,
            is_test SMALLINT NOT NULL);

        CREATE TABLE billing_audit (
            seq {identity},
            id TEXT NOT NULL UNIQUE,
            user_id TEXT NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            text TEXT NOT NULL,
            recorded_at BIGINT NOT NULL);
        CREATE INDEX billing_audit_by_user ON billing_audit (user_id, recorded_at, seq);
        CREATE INDEX billing_audit_by_time ON billing_audit (recorded_at, seq);
        """,
        """
        CREATE TABLE audit (
            seq {identity},
            id TEXT NOT NULL UNIQUE,
            user_id TEXT NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            text TEXT NOT NULL,
            recorded_at BIGINT NOT NULL,
            address TEXT NOT NULL,
            hash TEXT NOT NULL);
        CREATE INDEX audit_by_user ON audit (user_id, recorded_at, seq);
        CREATE INDEX audit_by_actor ON audit (actor, recorded_at, seq);
        CREATE INDEX audit_by_time ON audit (recorded_at, seq);
        {append_only audit}
        """,
    ];

    // What SQL alone cannot do, behind the step of the index.
    private static readonly Dictionary<int, Action<DbConnection, SqlDialect>> Moves = new() { [3] = BillingAuditMove.Run };

    // What the program reads: if these can be asked for, the tables are what their version says.
    private static readonly string[] Probes =
    [
        $"SELECT seq, {JournalColumns.Orders} FROM orders",
        $"SELECT seq, {JournalColumns.Fills} FROM fills",
        $"SELECT seq, {JournalColumns.Trades} FROM trades",
        $"SELECT id, {JournalColumns.Events} FROM events",
        $"SELECT {JournalColumns.ExchangeOrders} FROM exchange_orders",
        $"SELECT {JournalColumns.ExchangeFills} FROM exchange_fills",
        "SELECT user_id, symbol, last_id FROM dropped_events",
        $"SELECT seq, {BillingColumns.Payments} FROM payments",
        $"SELECT seq, {BillingColumns.Subscriptions} FROM subscriptions",
        $"SELECT seq, {AuditStatement.Fields}, hash FROM audit",
    ];

    /// <summary>Every table that a version has or had.</summary>
    public static IEnumerable<string> Tables => Steps.SelectMany(step => TableStatement().Matches(step)).Select(m => m.Groups["table"].Value);

    /// <summary>The version that this program writes.</summary>
    public static int Newest => Steps.Count;

    /// <summary>Brings the tables up to date.</summary>
    /// <exception cref="JournalException">A newer program has written them, or they are not what they should be.</exception>
    public static void Prepare(DbConnection connection, SqlDialect dialect)
    {
        Upgrade(connection, dialect, Newest);
        try
        {
            foreach (var probe in Probes)
                connection.Execute(probe + " WHERE 1 = 0");
        }
        catch (DbException failure)
        {
            throw Unlike(failure);
        }
    }

    /// <summary>Leads the tables from the version that they have to another one.</summary>
    /// <exception cref="JournalException">They have a newer version, or are not what they should be.</exception>
    public static void Upgrade(DbConnection connection, SqlDialect dialect, int target)
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS schema_versions (component TEXT PRIMARY KEY, version INTEGER NOT NULL)");
        var version = connection.QuerySingleOrDefault<long?>("SELECT version FROM schema_versions WHERE component = @Component", new { Component }) ?? 0;
        if (version > target)
        {
            throw new JournalException(string.Create(
                CultureInfo.InvariantCulture,
                $"The journal's tables have schema version {version}, and this program knows versions up to {target}: run the newer program."));
        }

        try
        {
            for (var step = (int)version; step < target; step++)
            {
                connection.Execute(dialect.Fill(Steps[step]));
                if (Moves.TryGetValue(step, out var move))
                    move(connection, dialect);
            }
        }
        catch (DbException failure)
        {
            throw Unlike(failure);
        }

        connection.Execute(
            "INSERT INTO schema_versions (component, version) VALUES (@Component, @target) ON CONFLICT (component) DO UPDATE SET version = excluded.version",
            new { Component, target });
    }

    [GeneratedRegex(@"\bCREATE TABLE (?<table>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableStatement();

    private static JournalException Unlike(DbException failure) => new(
        $"The journal's tables are not what their schema version says ({failure.Message}); restore the database from a backup or move it away to begin anew.",
        failure);
}

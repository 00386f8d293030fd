namespace TradingBot.Silo.Journal;

/// <summary>What the journal's SQL has no common words for.</summary>
/// <param name="Identity">Type of a key column that counts upwards and never uses a number again: <c>{identity}</c>.</param>
/// <param name="Amount">Type of an exact decimal number with sixteen decimals: <c>{amount}</c>.</param>
/// <param name="AppendOnlyAudit">Lets nobody change or delete rows of the table audit: <c>{append_only audit}</c>.</param>
/// <param name="Announce">Tells other processes of new events of the user <c>@p0</c>; null where there are none.</param>
internal sealed record SqlDialect(string Identity, string Amount, string AppendOnlyAudit, string? Announce)
{
    /// <summary>The channel on which PostgreSQL tells of new events; what it carries is the user's id.</summary>
    public const string Channel = "journal_events";

    /// <summary>SQLite. It has no exact decimals: they are kept as text, in the shortest notation.</summary>
    public static SqlDialect Sqlite { get; } = new("INTEGER PRIMARY KEY AUTOINCREMENT", "TEXT",
        """
        CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
        CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
        """,
        null);

    /// <summary>PostgreSQL.</summary>
    public static SqlDialect Postgres { get; } = new("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "NUMERIC",
        """
        CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$;
        CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
        """,
        $"SELECT pg_notify('{Channel}', @p0)");

    /// <summary>Puts the words into a text of SQL.</summary>
    public string Fill(string sql) =>
        sql.Replace("{identity}", Identity, StringComparison.Ordinal).Replace("{amount}", Amount, StringComparison.Ordinal)
            .Replace("{append_only audit}", AppendOnlyAudit, StringComparison.Ordinal);
}

using System.Globalization;
using Microsoft.Data.Sqlite;

namespace TradingBot.Engine.Storage;

/// <summary>The engine's tables, and the signs by which it knows its own database.</summary>
internal static class Schema
{
    // "TBOT": marks the file as this program's in SQLite's header.
    public const int ApplicationId = 0x54424F54;

    // Each entry leads from the version of its index to the next one. Never edited, only added to.
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE grain_state (
            id INTEGER PRIMARY KEY,
            type TEXT NOT NULL,
            key TEXT NOT NULL,
            name TEXT NOT NULL,
            version INTEGER NOT NULL,
            data TEXT,
            UNIQUE (type, key, name));
        CREATE TABLE grain_reminder (
            type TEXT NOT NULL,
            key TEXT NOT NULL,
            name TEXT NOT NULL,
            first_ms INTEGER NOT NULL,
            period_ms INTEGER NOT NULL,
            next_ms INTEGER NOT NULL,
            PRIMARY KEY (type, key, name)) WITHOUT ROWID;
        CREATE TABLE grain_subscription (
            id TEXT PRIMARY KEY,
            provider TEXT NOT NULL,
            namespace TEXT,
            stream TEXT NOT NULL,
            type TEXT NOT NULL,
            key TEXT NOT NULL) WITHOUT ROWID;
        """,
    ];

    /// <exception cref="DataFolderException">The database is damaged, another program's or a newer version's.</exception>
    public static void Prepare(SqliteConnection connection, string path, int maxPages)
    {
        // Ask whose it is before changing anything: even the journal mode is a change to the file.
        var application = Number(connection, "PRAGMA application_id");
        var version = Number(connection, "PRAGMA user_version");
        var isEmpty = Number(connection, "SELECT count(*) FROM sqlite_master") == 0;
        if (application != ApplicationId && !(application == 0 && version == 0 && isEmpty))
            throw new DataFolderException(DataFolderProblem.Foreign, $"The database {path} belongs to another program (application id {application}).");
        if (version > Steps.Length)
        {
            throw new DataFolderException(
                DataFolderProblem.NewerSchema,
                $"The database {path} has schema version {version}, and this program knows versions up to {Steps.Length}: run the newer program.");
        }

        if (Sql.Scalar(connection, "PRAGMA quick_check(1)") is not "ok" and var complaint)
            throw new DataFolderException(DataFolderProblem.Damaged, $"The database {path} is damaged ({complaint}); restore it from a backup or move it away to begin anew.");

        // FULL: a commit returns when it is on the disk. The checkpoint is rarer than SQLite's default since batches are large.
        Sql.Execute(connection, $"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536");
        if (maxPages > 0)
            Sql.Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {maxPages}"));
        for (var step = (int)version; step < Steps.Length; step++)
            Sql.Execute(connection, $"BEGIN; {Steps[step]} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {step + 1}; COMMIT");
    }

    private static long Number(SqliteConnection connection, string sql) => (long)Sql.Scalar(connection, sql)!;
}

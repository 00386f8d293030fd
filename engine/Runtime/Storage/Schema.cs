using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using TradingBot.Engine.Hosting;

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
    public static void Prepare(SqliteConnection connection, string path, EmbeddedEngineOptions options)
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

        if (LookForDamage(connection, options.DamageCheck) is { } complaint)
            throw new DataFolderException(DataFolderProblem.Damaged, $"The database {path} is damaged ({complaint}); restore it from a backup or move it away to begin anew.");

        // FULL: a commit returns when it is on the disk. The log is taken up when nobody writes; under writes without a pause, at 128 MB.
        Sql.Execute(connection, $"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 32768; PRAGMA cache_size = -65536");
        if (options.MaxDatabasePages > 0)
            Sql.Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {options.MaxDatabasePages}"));
        for (var step = (int)version; step < Steps.Length; step++)
            Sql.Execute(connection, $"BEGIN; {Steps[step]} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {step + 1}; COMMIT");
    }

    // Page by page through the whole file: at some size that would be minutes, so what it has not reached in time is taken as whole.
    private static string? LookForDamage(SqliteConnection connection, TimeSpan limit)
    {
        var begun = Stopwatch.GetTimestamp();
        raw.sqlite3_progress_handler(connection.Handle, 20, _ => Stopwatch.GetElapsedTime(begun) < limit ? 0 : 1, null);
        try
        {
            return Sql.Scalar(connection, "PRAGMA quick_check(1)") is not "ok" and var complaint ? $"{complaint}" : null;
        }
        catch (SqliteException outOfTime) when (outOfTime.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            return null;
        }
        finally
        {
            raw.sqlite3_progress_handler(connection.Handle, 0, null, null);
        }
    }

    private static long Number(SqliteConnection connection, string sql) => (long)Sql.Scalar(connection, sql)!;
}

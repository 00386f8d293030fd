using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using TradingBot.Silo.Commands;
using TradingBot.Silo.Hosting;

namespace TradingBot.Silo.Backup;

/// <summary>
/// Copies of a data folder's database. Taken while the service runs, one holds the state of one moment: SQLite copies page by page and
/// takes up what is committed meanwhile. The master key is not part of it, so that a copy alone opens no exchange key.
/// </summary>
internal static class DataBackup
{
    private const string Database = "grains.db";
    // More orders than a trader makes between two backups.
    private const int NumbersSkipped = 100_000;
    private const string Manifest = "backup.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Makes a backup.</summary>
    /// <param name="from">The data folder, in use or not.</param>
    /// <param name="to">A folder that is empty or not there.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="StartException">It cannot be made; what was begun of it is removed.</exception>
    public static BackupManifest Take(string from, string to, TimeProvider time)
    {
        var source = Path.Combine(from, Database);
        if (!File.Exists(source))
            throw new StartException($"{from} is no data folder: it has no {Database}.");
        RequireEmpty(to);
        var draft = Path.Combine(to, Database + ".new");
        try
        {
            MakeFolder(to);
            Copy(source, draft);
            var manifest = Describe(draft, time.GetUtcNow());
            File.Move(draft, Path.Combine(to, Database));
            // Last: a backup without it was not finished.
            File.WriteAllText(Path.Combine(to, Manifest), JsonSerializer.Serialize(manifest, Json));
            return manifest;
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            File.Delete(draft);
            throw new StartException($"The backup cannot be made: {failure.Message}", failure);
        }
    }

    /// <summary>Makes a data folder of a backup.</summary>
    /// <param name="from">The backup.</param>
    /// <param name="to">A folder without a database.</param>
    /// <exception cref="StartException">The backup is not what was taken, or the folder has a database; nothing has changed.</exception>
    public static BackupManifest Restore(string from, string to)
    {
        var (source, target) = (Path.Combine(from, Database), Path.Combine(to, Database));
        if (File.Exists(target))
            throw new StartException($"{to} has a database already; restore into another folder, or move it away.");
        try
        {
            var manifest = JsonSerializer.Deserialize<BackupManifest>(File.ReadAllText(Path.Combine(from, Manifest)), Json)
                ?? throw new StartException($"{from} is no backup.");
            if (HashOf(source) != manifest.Sha256)
                throw new StartException($"{source} is not the file that was taken: its SHA-256 is another one.");
            MakeFolder(to);
            File.Copy(source, target + ".new", overwrite: true);
            MarkRestored(target + ".new");
            File.Move(target + ".new", target);
            return manifest;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StartException($"The backup cannot be restored: {failure.Message}", failure);
        }
    }

    private static void Copy(string source, string target)
    {
        using var reading = Open(source, SqliteOpenMode.ReadWrite);
        using (var writing = Open(target, SqliteOpenMode.ReadWriteCreate))
        {
            reading.BackupDatabase(writing);
            // Whole in one file: a copy must not depend on a log beside it.
            Run(writing, "PRAGMA journal_mode = DELETE");
            if (Run(writing, "PRAGMA integrity_check(1)") is not "ok" and var complaint)
                throw new IOException($"the copy is damaged ({complaint})");
        }

        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(target, OwnerFile.OwnerOnly);
    }

    private static BackupManifest Describe(string file, DateTimeOffset now)
    {
        using var connection = Open(file, SqliteOpenMode.ReadOnly);
        return new(
            now, Convert.ToInt32(Run(connection, "PRAGMA user_version"), CultureInfo.InvariantCulture),
            Convert.ToInt64(Run(connection, "SELECT count(*) FROM grain_state WHERE type = 'trader' AND data IS NOT NULL"), CultureInfo.InvariantCulture),
            new FileInfo(file).Length, HashOf(file));
    }

    // The venue may have taken orders since. Their numbers are not used again, and each trader is told to look for those still open.
    private static void MarkRestored(string file)
    {
        using var connection = Open(file, SqliteOpenMode.ReadWrite);
        Run(connection, string.Create(CultureInfo.InvariantCulture, $$"""
            UPDATE grain_state SET data = json_set(json_insert(data, '$.Trading', json('{}')),
                '$.RestoredBehind', coalesce(json_extract(data, '$.Trading.LastOrderId'), 0),
                '$.Trading.LastOrderId', coalesce(json_extract(data, '$.Trading.LastOrderId'), 0) + {{NumbersSkipped}})
            WHERE type = 'trader' AND data IS NOT NULL
            """));
    }

    private static void RequireEmpty(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new StartException($"{folder} is not empty; a backup gets a folder of its own.");
    }

    private static void MakeFolder(string folder)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, OwnerFile.OwnerOnly | UnixFileMode.UserExecute);
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static object? Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static string HashOf(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace TradingBot.Engine.Storage;

/// <summary>
/// Prepared statements of grain state on one connection. They go to SQLite's own interface: parameters of ADO.NET cost more
/// than the write.
/// </summary>
internal sealed class StateStatements : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _read;
    private readonly sqlite3_stmt _insert;
    private readonly sqlite3_stmt _update;

    public StateStatements(SqliteConnection connection)
    {
        _database = connection.Handle!;
        _read = Prepare("SELECT id, version, data FROM grain_state WHERE type = ?1 AND key = ?2 AND name = ?3");
        _insert = Prepare("INSERT INTO grain_state (type, key, name, version, data) VALUES (?1, ?2, ?3, 1, ?4) ON CONFLICT DO NOTHING");
        _update = Prepare("UPDATE grain_state SET data = ?1, version = version + 1 WHERE id = ?2 AND version = ?3");
    }

    /// <summary>The record, or the default value where there is none.</summary>
    public StoredState Read(StateKey key)
    {
        try
        {
            Bind(_read, key);
            var result = raw.sqlite3_step(_read);
            Sql.Check(result, _database);
            if (result != raw.SQLITE_ROW)
                return default;
            var data = raw.sqlite3_column_type(_read, 2) == raw.SQLITE_NULL ? null : raw.sqlite3_column_blob(_read, 2).ToArray();
            return new(raw.sqlite3_column_int64(_read, 0), raw.sqlite3_column_int64(_read, 1), data);
        }
        finally
        {
            _ = raw.sqlite3_reset(_read);
        }
    }

    /// <summary>The new record's row id; 0 when the record exists.</summary>
    public long Insert(StateKey key, ReadOnlySpan<byte> data)
    {
        try
        {
            Bind(_insert, key);
            BindData(_insert, 4, data);
            return Run(_insert) == 0 ? 0 : raw.sqlite3_last_insert_rowid(_database);
        }
        finally
        {
            _ = raw.sqlite3_reset(_insert);
        }
    }

    /// <summary>Whether the record still had this version.</summary>
    public bool Update(long id, long version, ReadOnlySpan<byte> data)
    {
        try
        {
            BindData(_update, 1, data);
            Sql.Check(raw.sqlite3_bind_int64(_update, 2, id), _database);
            Sql.Check(raw.sqlite3_bind_int64(_update, 3, version), _database);
            return Run(_update) != 0;
        }
        finally
        {
            _ = raw.sqlite3_reset(_update);
        }
    }

    public void Dispose()
    {
        _read.Dispose();
        _insert.Dispose();
        _update.Dispose();
    }

    private int Run(sqlite3_stmt statement)
    {
        Sql.Check(raw.sqlite3_step(statement), _database);
        return raw.sqlite3_changes(_database);
    }

    private sqlite3_stmt Prepare(string sql)
    {
        Sql.Check(raw.sqlite3_prepare_v2(_database, sql, out var statement), _database);
        return statement;
    }

    private void Bind(sqlite3_stmt statement, StateKey key)
    {
        Sql.Check(raw.sqlite3_bind_text(statement, 1, key.Type), _database);
        Sql.Check(raw.sqlite3_bind_text(statement, 2, key.Key), _database);
        Sql.Check(raw.sqlite3_bind_text(statement, 3, key.Name), _database);
    }

    // Text, so that an operator can read it and SQLite's JSON functions work on it.
    private void BindData(sqlite3_stmt statement, int index, ReadOnlySpan<byte> data) =>
        Sql.Check(data.IsEmpty ? raw.sqlite3_bind_null(statement, index) : raw.sqlite3_bind_text(statement, index, data), _database);
}

/// <summary>The name of a record.</summary>
internal readonly record struct StateKey(string Type, string Key, string Name);

/// <summary>What a grain knows of its record.</summary>
/// <param name="Id">The row's id, 0 for none.</param>
/// <param name="Version">Counts the writes.</param>
/// <param name="Exists">False for none and for a cleared one.</param>
internal sealed record StoredVersion(long Id, long Version, bool Exists)
{
    public static StoredVersion None { get; } = new(0, 0, false);
}

/// <summary>A record as stored. Cleared records keep their row, so that a version never comes twice.</summary>
internal readonly record struct StoredState(long Id, long Version, byte[]? Data);

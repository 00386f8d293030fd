using System.Data.Common;
using Microsoft.Data.Sqlite;
using TradingBot.Silo.Journal;

namespace TradingBot.Tests.Trading.Journal;

/// <summary>The journal on a database of its own, in memory: the real tables without an engine around them.</summary>
internal sealed class JournalDatabase : IJournalDatabase, IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    private JournalDatabase()
    {
        _connection.Open();
        Signals = new();
        Writer = new(this, Signals);
        Reader = new(this, Signals);
    }

    public SqlDialect Dialect => SqlDialect.Sqlite;

    public SqliteConnection Connection => _connection;

    public JournalSignals Signals { get; }

    public JournalWriter Writer { get; }

    public JournalReader Reader { get; }

    public static JournalDatabase Create()
    {
        var database = new JournalDatabase();
        JournalSchema.Prepare(database._connection, database.Dialect);
        return database;
    }

    public static JournalDatabase CreateEmpty() => new();

    public Task WriteAsync(Action<DbConnection> write)
    {
        Execute("BEGIN");
        write(_connection);
        Execute("COMMIT");
        return Task.CompletedTask;
    }

    public T Read<T>(Func<DbConnection, T> read) => read(_connection);

    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The rows of a query as text.</summary>
    public string Rows(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        return string.Join('\n', rows);
    }

    public void Dispose() => _connection.Dispose();
}

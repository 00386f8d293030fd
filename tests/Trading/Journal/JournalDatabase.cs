using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using TradingBot.Silo.Journal;
using TradingBot.Tests.Support;

namespace TradingBot.Tests.Trading.Journal;

/// <summary>The journal on a database of its own, without an engine around it.</summary>
internal sealed class JournalDatabase : IDisposable
{
    private readonly IJournalDatabase _database;

    private JournalDatabase(IJournalDatabase database, int eventsKept)
    {
        _database = database;
        Writer = new(database, Signals, new() { EventsKept = eventsKept });
        Reader = new(database, Signals);
    }

    public SqlDialect Dialect => _database.Dialect;

    public JournalSignals Signals { get; } = new();

    public JournalWriter Writer { get; }

    public JournalReader Reader { get; }

    /// <summary>In memory, with the journal's tables.</summary>
    public static JournalDatabase Create()
    {
        var journal = new JournalDatabase(new SqliteInMemory(), new JournalOptions().EventsKept);
        journal.PrepareAsync().GetAwaiter().GetResult();
        return journal;
    }

    /// <summary>Without any table.</summary>
    public static async Task<JournalDatabase> CreateEmptyAsync(bool postgres, int eventsKept = 10_000)
    {
        Assert.SkipWhen(postgres && !PostgresServer.IsInstalled, PostgresServer.Absent);
        return postgres ? OnPostgres(await PostgresServer.CreateDatabaseAsync(), eventsKept) : new(new SqliteInMemory(), eventsKept);
    }

    /// <summary>One process's view of a PostgreSQL database.</summary>
    public static JournalDatabase OnPostgres(string connectionString, int eventsKept = 10_000) =>
        new(new PostgresJournal(new() { ConnectionString = connectionString }), eventsKept);

    public Task PrepareAsync() => _database.WriteAsync(connection => JournalSchema.Prepare(connection, Dialect));

    public Task WriteAsync(Action<DbConnection> write) => _database.WriteAsync(write);

    public Task ExecuteAsync(string sql) => _database.WriteAsync(connection => connection.Execute(sql));

    /// <summary>The rows of a query as text.</summary>
    public Task<string> RowsAsync(string sql) => _database.ReadAsync(async connection =>
    {
        await using var reader = await connection.ExecuteReaderAsync(sql);
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        return string.Join('\n', rows);
    });

    public void Dispose() => (_database as IDisposable)!.Dispose();

    private sealed class SqliteInMemory : IJournalDatabase, IDisposable
    {
        private readonly SqliteConnection _connection = new("Data Source=:memory:");

        public SqliteInMemory() => _connection.Open();

        public SqlDialect Dialect => SqlDialect.Sqlite;

        public Task WriteAsync(Action<DbConnection> write)
        {
            _connection.Execute("SAVEPOINT own");
            try
            {
                write(_connection);
            }
            catch (Exception failure)
            {
                _connection.Execute("ROLLBACK TO own; RELEASE own");
                return Task.FromException(failure);
            }

            _connection.Execute("RELEASE own");
            return Task.CompletedTask;
        }

        public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read) => read(_connection);

        public void Dispose() => _connection.Dispose();
    }
}

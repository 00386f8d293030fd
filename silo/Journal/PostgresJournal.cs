using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Dapper;
using Npgsql;

namespace TradingBot.Silo.Journal;

/// <summary>
/// The journal in PostgreSQL, where several processes may write. One thread of each commits whatever has gathered while the commit
/// before was under way; a lock in the database lets one process at a time commit.
/// </summary>
internal sealed class PostgresJournal : IJournalDatabase, IDisposable
{
    private const int MostTogether = 256;

    // "tbot": any number that no other program takes.
    private const long WriteLock = 0x74626F74;

    private readonly BlockingCollection<Write> _waiting = [];
    private readonly NpgsqlDataSource _source;
    private readonly Thread _thread;
    private NpgsqlConnection? _connection;
    private bool _disposed;

    public PostgresJournal(JournalOptions options)
    {
        // The few statements there are stay prepared on the server.
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(options.ConnectionString) { MaxAutoPrepare = 50, ApplicationName = "trading-bot" });
        _thread = new(Run) { IsBackground = true, Name = "journal" };
        _thread.Start();
    }

    public SqlDialect Dialect => SqlDialect.Postgres;

    /// <summary>False from a failed transaction until one succeeds.</summary>
    public bool IsHealthy { get; private set; } = true;

    /// <summary>A connection of one's own.</summary>
    public ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    public Task WriteAsync(Action<DbConnection> write)
    {
        var waiting = new Write(write);
        _waiting.Add(waiting);
        return waiting.Task;
    }

    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read)
    {
        var isOpen = false;
        try
        {
            await using var connection = await _source.OpenConnectionAsync();
            isOpen = true;
            return await read(connection);
        }
        catch (NpgsqlException failure) when (!isOpen || failure is not PostgresException { IsTransient: false })
        {
            throw Unavailable(failure);
        }
    }

    /// <summary>Writes what waits and closes the connections.</summary>
    public void Dispose()
    {
        // The container knows it by two names.
        if (_disposed)
            return;
        _disposed = true;
        _waiting.CompleteAdding();
        _thread.Join();
        _connection?.Dispose();
        _source.Dispose();
        _waiting.Dispose();
    }

    private void Run()
    {
        var together = new List<Write>();
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            together.Add(first);
            while (together.Count < MostTogether && _waiting.TryTake(out var next))
                together.Add(next);
            // What is wrong with one of them must not undo the others.
            if (!TryCommit(together))
                together.ForEach(one => TryCommit([one]));
            together.Clear();
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A failure of any kind belongs to the callers of these writes; the thread goes on.")]
    private bool TryCommit(List<Write> writes)
    {
        try
        {
            _connection ??= _source.OpenConnection();
            using var transaction = _connection.BeginTransaction();
            _connection.Execute("SELECT pg_advisory_xact_lock(@WriteLock)", new { WriteLock });
            foreach (var write in writes)
                write.Apply(_connection);
            transaction.Commit();
        }
        catch (Exception failure)
        {
            // One that has ended without a word fails as closed at its next use.
            var isDown = failure is NpgsqlException and not PostgresException || _connection is { State: not ConnectionState.Open };
            if (isDown)
            {
                _connection?.Dispose();
                _connection = null;
            }

            if (writes.Count > 1 && !isDown)
                return false;
            IsHealthy = false;
            foreach (var write in writes)
                write.TrySetException(isDown || failure is NpgsqlException ? Unavailable(failure) : failure);
            return true;
        }

        IsHealthy = true;
        foreach (var write in writes)
            write.TrySetResult();
        return true;
    }

    private static JournalException Unavailable(Exception failure) =>
        new($"The journal's database cannot be used: {failure.Message}", failure);

    private sealed class Write(Action<DbConnection> apply) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public void Apply(DbConnection connection) => apply(connection);
    }
}

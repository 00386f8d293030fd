using Microsoft.Data.Sqlite;
using TradingBot.Engine.Hosting;

namespace TradingBot.Engine.Storage;

/// <summary>
/// The database: one writer thread that commits whatever has gathered while the commit before was made durable, and one
/// connection for readers.
/// </summary>
internal sealed class DataStore : IDataStore, IDisposable
{
    public const string FileName = "grains.db";

    private readonly DataFolderLock? _folderLock;
    private readonly SqliteConnection _writing;
    private readonly SqliteConnection _reading;
    private readonly StateStatements _readStatements;
    private readonly Lock _readGate = new();
    private readonly GroupCommit _commits;

    /// <exception cref="DataFolderException">The data folder cannot be used.</exception>
    public DataStore(EmbeddedEngineOptions options)
    {
        var path = options.DataDirectory is { } folder ? Path.Combine(Path.GetFullPath(folder), FileName) : ":memory:";
        _folderLock = options.DataDirectory is null ? null : DataFolderLock.Take(Path.GetDirectoryName(path)!);
        var opened = new List<IDisposable>();
        try
        {
            _writing = Open(path, opened);
            Schema.Prepare(_writing, path, options.MaxDatabasePages);
            // A database in memory belongs to its connection.
            _reading = _folderLock is null ? _writing : Open(path, opened);
            _readStatements = new(_reading);
            _commits = new(_writing, path, _folderLock is null ? _readGate : new Lock());
        }
        catch (Exception failure)
        {
            foreach (var connection in opened)
                connection.Dispose();
            _folderLock?.Dispose();
            if (failure is SqliteException sqlite)
                throw DataFolderException.From(sqlite, path);
            throw;
        }
    }

    public bool IsHealthy => _commits.IsHealthy;

    public long Writes => _commits.Writes;

    public long Commits => _commits.Commits;

    public Task WriteAsync(Action<SqliteConnection> write, bool background = false)
    {
        ArgumentNullException.ThrowIfNull(write);
        var own = new DelegateWrite(write);
        _commits.Enqueue(own, background);
        return own.Task;
    }

    /// <summary>Queues a state, which is copied; none clears the record.</summary>
    public Task Enqueue(StateWrite write, ReadOnlySpan<byte> state)
    {
        _commits.Enqueue(write, state);
        return write.Task;
    }

    public T Read<T>(Func<SqliteConnection, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        lock (_readGate)
        {
            try
            {
                return read(_reading);
            }
            catch (SqliteException failure)
            {
                throw DataFolderException.From(failure, _reading.DataSource);
            }
        }
    }

    public StoredState ReadState(StateKey key)
    {
        lock (_readGate)
        {
            try
            {
                return _readStatements.Read(key);
            }
            catch (SqliteException failure)
            {
                throw DataFolderException.From(failure, _reading.DataSource);
            }
        }
    }

    /// <summary>Writes what is queued and closes the database.</summary>
    public void Dispose()
    {
        _commits.Dispose();
        _readStatements.Dispose();
        _reading.Dispose();
        _writing.Dispose();
        _folderLock?.Dispose();
    }

    private static SqliteConnection Open(string path, List<IDisposable> opened)
    {
        // Pooling would keep the file open, and so the folder busy, after the engine has stopped.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        opened.Add(connection);
        connection.Open();
        return connection;
    }
}

using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace TradingBot.Engine.Storage;

/// <summary>
/// The storage thread. It takes every write that has gathered, runs them in one transaction, and completes their tasks when
/// the commit is on the disk: the slower the disk, the larger the batches.
/// </summary>
internal sealed class GroupCommit : IDisposable
{
    private const int MaxBackground = 64;
    private const int MaxBackgroundDelay = 1_000;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    private readonly SqliteConnection _connection;
    private readonly StateStatements _statements;
    private readonly string _path;
    private readonly Lock _whileWriting;
    private readonly Thread _thread;
    private readonly object _gate = new();
    private readonly Queue<StoreWrite> _background = new();
    private List<StoreWrite> _waiting = [];
    private BatchBytes _waitingBytes = new();
    private long _foregroundAt;
    private bool _stopping;

    public GroupCommit(SqliteConnection connection, string path, Lock whileWriting)
    {
        (_connection, _path, _whileWriting) = (connection, path, whileWriting);
        _statements = new(connection);
        _thread = new(Run) { IsBackground = true, Name = "grain storage" };
        _thread.Start();
    }

    public bool IsHealthy { get; private set; } = true;

    public long Writes { get; private set; }

    public long Commits { get; private set; }

    public void Enqueue(StateWrite write, ReadOnlySpan<byte> state)
    {
        lock (_gate)
        {
            if (!_stopping)
                write.Data = _waitingBytes.Add(state);
            Enqueue(write, background: false);
        }
    }

    public void Enqueue(StoreWrite write, bool background)
    {
        lock (_gate)
        {
            if (!_stopping)
            {
                if (background)
                    _background.Enqueue(write);
                else
                    _waiting.Add(write);
                if (_waiting.Count + _background.Count == 1)
                    Monitor.Pulse(_gate);
                return;
            }
        }

        write.TrySetException(new DataFolderException(DataFolderProblem.Unavailable, $"The database {_path} is closed."));
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
        _statements.Dispose();
    }

    private void Run()
    {
        var batch = new List<StoreWrite>();
        var bytes = new BatchBytes();
        var hasLog = false;
        while (true)
        {
            lock (_gate)
            {
                var isQuiet = false;
                while (!isQuiet && _waiting.Count == 0 && _background.Count == 0)
                {
                    if (_stopping)
                        return;
                    isQuiet = !Monitor.Wait(_gate, hasLog ? Quiet : Timeout.InfiniteTimeSpan);
                }

                (batch, _waiting) = (_waiting, batch);
                (bytes, _waitingBytes) = (_waitingBytes, bytes);
                TakeBackground(batch);
            }

            hasLog = batch.Count > 0;
            if (hasLog)
                Commit(batch);
            else
                TakeUpLog();
            batch.Clear();
            bytes.Clear();
        }
    }

    // When nobody waits for a commit behind it. If it fails the log stays, and nothing is lost.
    private void TakeUpLog() => _ = raw.sqlite3_wal_checkpoint_v2(_connection.Handle, null, raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);

    // Alone when grains write nothing, a few at a time so that a state written meanwhile does not wait long; among states only
    // when those have kept it waiting.
    private void TakeBackground(List<StoreWrite> batch)
    {
        var now = Environment.TickCount64;
        if (batch.Count == 0 || _background.Count == 0)
            _foregroundAt = now;
        else if (now - _foregroundAt < MaxBackgroundDelay)
            return;
        for (var i = 0; i < MaxBackground && _background.TryDequeue(out var write); i++)
            batch.Add(write);
    }

    [SuppressMessage("Design", "CA1031", Justification = "A failure of any kind belongs to the callers of this batch; the thread goes on.")]
    private void Commit(List<StoreWrite> batch)
    {
        try
        {
            lock (_whileWriting)
            {
                Sql.Run(_connection, "BEGIN IMMEDIATE");
                foreach (var write in batch)
                    write.Apply(_connection, _statements);
                Sql.Run(_connection, "COMMIT");
            }

            IsHealthy = true;
            Writes += batch.Count;
            Commits++;
        }
        catch (Exception failure)
        {
            IsHealthy = false;
            RollBack();
            var reported = failure is SqliteException sqlite ? DataFolderException.From(sqlite, _path) : failure;
            foreach (var write in batch)
                write.TrySetException(reported);
            return;
        }

        foreach (var write in batch)
            write.Committed();
    }

    private void RollBack()
    {
        if (raw.sqlite3_get_autocommit(_connection.Handle) != 0)
            return;
        try
        {
            Sql.Run(_connection, "ROLLBACK");
        }
        catch (SqliteException)
        {
            // The next BEGIN fails too, and says so to its callers.
        }
    }
}

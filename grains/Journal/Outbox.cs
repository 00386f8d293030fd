namespace TradingBot.Grains.Journal;

/// <summary>
/// Rows that wait in a grain's state until they are in the journal. Only rows that the stored state contains are written: after
/// a crash the grain goes on from that state, and what it had done beyond it may turn out otherwise. Rows leave the state
/// once they are durable in the journal; a crash before the next write of the state repeats them, which the journal ignores.
/// </summary>
/// <param name="rows">The list in the state, as loaded from storage.</param>
/// <param name="write">Writes rows to the journal.</param>
public sealed class Outbox<T>(List<T> rows, Func<IReadOnlyList<T>, Task> write)
{
    private const int BatchSize = 500;

    private long _removed;
    private long _stored = rows.Count;
    private Task _flush = Task.CompletedTask;

    /// <summary>Rows that wait.</summary>
    public int Waiting => rows.Count;

    /// <summary>Rows that wait and that the stored state contains.</summary>
    public int Stored => (int)(_stored - _removed);

    /// <summary>Whether the stored state lacks a row.</summary>
    public bool HasUnstored => rows.Count > Stored;

    /// <summary>Adds a row, which must become part of the next write of the state.</summary>
    public void Add(T row) => rows.Add(row);

    /// <summary>Writes the state.</summary>
    /// <param name="save">Writes it; takes the list as it is when it is called.</param>
    /// <param name="failed">Called when that fails, before the caller learns of it.</param>
    public async Task StoreAsync(Func<Task> save, Action? failed = null)
    {
        var end = _removed + rows.Count;
        try
        {
            await save();
        }
        catch
        {
            failed?.Invoke();
            throw;
        }

        _stored = Math.Max(_stored, end);
    }

    /// <summary>Writes the stored rows to the journal, one batch at a time; joins a flush that is under way.</summary>
    public Task FlushAsync() => _flush.IsCompleted ? _flush = RunAsync() : _flush;

    private async Task RunAsync()
    {
        while (Stored > 0)
        {
            var batch = rows.GetRange(0, Math.Min(Stored, BatchSize));
            await write(batch);
            rows.RemoveRange(0, batch.Count);
            _removed += batch.Count;
        }
    }
}

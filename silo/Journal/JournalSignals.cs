using System.Collections.Concurrent;

namespace TradingBot.Silo.Journal;

/// <summary>Wakes those who wait for events.</summary>
internal sealed class JournalSignals
{
    // No user id is like it.
    private const string Everybody = "*";

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);
    private volatile bool _closed;

    /// <summary>Completes at the next <see cref="Raise"/>.</summary>
    public Task Next(string? userId)
    {
        var next = _waiting.GetOrAdd(userId ?? Everybody, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        return _closed ? Task.CompletedTask : next.Task;
    }

    /// <summary>There are new events of a user.</summary>
    public void Raise(string userId)
    {
        Release(userId);
        Release(Everybody);
    }

    /// <summary>There may be new events of anybody.</summary>
    public void RaiseAll()
    {
        foreach (var key in _waiting.Keys)
            Release(key);
    }

    /// <summary>Lets everybody go, now and from now on.</summary>
    public void Close()
    {
        _closed = true;
        RaiseAll();
    }

    private void Release(string key)
    {
        if (_waiting.TryRemove(key, out var waiting))
            waiting.TrySetResult();
    }
}

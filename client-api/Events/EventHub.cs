using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using TradingBot.Journal;

namespace TradingBot.ClientApi.Events;

/// <summary>
/// Reads the journal's events once for all readers of this process, from the first reader on, and keeps the last ones. Readers
/// take them from there at their own pace; one who has fallen behind reads the journal, so that neither memory grows nor an
/// event is lost.
/// </summary>
internal sealed class EventHub(IClusterClient grains, EventOptions options, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<EventHub> logger) : IDisposable
{
    private const int Batch = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _begin = new(1);
    private EventWindow? _window;
    private readonly ConcurrentDictionary<string, int> _readersOf = new(StringComparer.Ordinal);
    private int _readers;

    private IJournalGrain Journal => grains.GetGrain<IJournalGrain>(IJournalGrain.AllUsers);

    /// <summary>The window now.</summary>
    public EventWindow Current => Volatile.Read(ref _window)!;

    /// <summary>Counts a reader in.</summary>
    /// <returns>False when there are too many already.</returns>
    public async Task<bool> TryEnterAsync(string user, CancellationToken cancellationToken)
    {
        // Both are counted, since both are taken back.
        if (Interlocked.Increment(ref _readers) > options.MaxReaders
            | _readersOf.AddOrUpdate(user, 1, static (_, count) => count + 1) > options.MaxReadersOfUser)
        {
            Leave(user);
            return false;
        }

        await _begin.WaitAsync(cancellationToken);
        try
        {
            if (_window is null)
            {
                var last = await Journal.GetLastEventAsync();
                _window = EventWindow.StartingAt(last);
                _ = Task.Run(FollowAsync, CancellationToken.None);
            }

            return true;
        }
        catch
        {
            Leave(user);
            throw;
        }
        finally
        {
            _begin.Release();
        }
    }

    /// <summary>Counts a reader out.</summary>
    public void Leave(string user)
    {
        Interlocked.Decrement(ref _readers);
        _readersOf.AddOrUpdate(user, 0, static (_, count) => count - 1);
    }

    public void Dispose() => _begin.Dispose();

    private async Task FollowAsync()
    {
        var stopping = lifetime.ApplicationStopping;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var before = Current;
                var rows = await Journal.WaitForEventsAsync(before.Last, Batch);
                if (rows.IsEmpty)
                    continue;
                EventFrame[] newer = [.. rows.Select(EventFrame.From)];
                var last = newer[^1].Id;
                // Where the ids have no gap, nothing was dropped before it was read.
                var isWhole = last - before.Last == newer.Length || await Journal.GetLastDroppedEventAsync(null) <= before.Last;
                Volatile.Write(ref _window, isWhole ? before.With(newer, options.Kept) : EventWindow.StartingAt(last));
                before.Replace();
            }
            catch (Exception failure)
            {
                if (stopping.IsCancellationRequested)
                    return;
                logger.LogWarning(failure, "Events cannot be read; it is tried again");
                await Task.Delay(Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}

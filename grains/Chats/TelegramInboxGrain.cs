using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using TradingBot.Chats;
using TradingBot.Grains.Storage;

namespace TradingBot.Grains.Chats;

/// <summary>A durable queue of updates.</summary>
public sealed class TelegramInboxGrain(
    [PersistentState("telegram-inbox", "grains")] IPersistentState<TelegramInboxState> state, TimeProvider time) : StoredGrain<TelegramInboxState>(state), ITelegramInboxGrain
{
    private readonly Signal _signal = new();

    private List<InboxItem> Waiting => State.Waiting;

    public async Task<bool> PutAsync(ImmutableArray<ChatUpdate> updates)
    {
        if (Waiting.Count + updates.Length > ITelegramInboxGrain.MostWaiting)
            return false;
        var known = Waiting.Select(static w => w.Update.Id).ToHashSet();
        foreach (var update in updates.Where(u => known.Add(u.Id)))
            Waiting.Add(new(++State.Last, update));
        // If it fails they are in memory only, and Telegram is not told that they are here.
        await SaveAsync();
        _signal.Set();
        return true;
    }

    public Task<ImmutableArray<InboxItem>> WaitAsync(long after, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return _signal.ReadAsync(
            () => Waiting.SkipWhile(w => w.Arrival <= after).Take(limit).ToImmutableArray(), static found => found.IsEmpty, ITelegramInboxGrain.LongestWait, time);
    }

    public Task DoneAsync(long arrival)
    {
        var at = Waiting.FindIndex(w => w.Arrival == arrival);
        if (at >= 0)
            Waiting.RemoveAt(at);
        return Task.CompletedTask;
    }
}

/// <summary>The durable state of <see cref="TelegramInboxGrain"/>.</summary>
public sealed class TelegramInboxState
{
    /// <summary>Number of the last arrival.</summary>
    public long Last { get; set; }

    /// <summary>What waits, in the order of arrival.</summary>
    public List<InboxItem> Waiting { get; init; } = [];
}

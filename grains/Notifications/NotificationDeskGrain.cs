using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using TradingBot.Grains.Storage;
using TradingBot.Notifications;

namespace TradingBot.Grains.Notifications;

/// <summary>A durable list of users, written for many announcements at once.</summary>
public sealed class NotificationDeskGrain(
    [PersistentState("notification-desk", "grains")] IPersistentState<NotificationDeskState> state, TimeProvider time) : StoredGrain<NotificationDeskState>(state), INotificationDeskGrain
{
    private readonly Signal _signal = new();

    public async Task AnnounceAsync(string userId)
    {
        State.Announced[userId] = ++State.Last;
        await SaveAsync();
        _signal.Set();
    }

    public Task<ImmutableArray<NotificationAnnouncement>> WaitAsync(long after, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return _signal.ReadAsync(() => Read(after, limit), static found => found.IsEmpty, INotificationDeskGrain.LongestWait, time);
    }

    public async Task ClearAsync(NotificationAnnouncement announcement)
    {
        if (State.Announced.GetValueOrDefault(announcement.UserId) != announcement.Number)
            return;
        State.Announced.Remove(announcement.UserId);
        await SaveAsync();
    }

    private ImmutableArray<NotificationAnnouncement> Read(long after, int limit) =>
    [
        .. State.Announced.Where(a => a.Value > after).OrderBy(static a => a.Value).Take(limit).Select(static a => new NotificationAnnouncement(a.Value, a.Key)),
    ];
}

/// <summary>The durable state of <see cref="NotificationDeskGrain"/>.</summary>
public sealed class NotificationDeskState
{
    /// <summary>Number of the last announcement.</summary>
    public long Last { get; set; }

    /// <summary>The last announcement of each user for whom something waits.</summary>
    public Dictionary<string, long> Announced { get; init; } = new(StringComparer.Ordinal);
}

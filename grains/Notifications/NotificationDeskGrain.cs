using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using TradingBot.Grains.Storage;
using TradingBot.Notifications;

namespace TradingBot.Grains.Notifications;

/// <summary>A durable list of users, written for many announcements at once.</summary>
public sealed class NotificationDeskGrain : Grain, INotificationDeskGrain
{
    private readonly IPersistentState<NotificationDeskState> _state;
    private readonly TimeProvider _time;
    private readonly SerialWriter _writer;
    private readonly Signal _signal = new();

    public NotificationDeskGrain([PersistentState("notification-desk", "grains")] IPersistentState<NotificationDeskState> state, TimeProvider time)
    {
        (_state, _time) = (state, time);
        _writer = new(() => state.WriteStateAsync());
    }

    public async Task AnnounceAsync(string userId)
    {
        _state.State.Announced[userId] = ++_state.State.Last;
        await WriteAsync();
        _signal.Set();
    }

    public Task<ImmutableArray<NotificationAnnouncement>> WaitAsync(long after, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return _signal.ReadAsync(() => Read(after, limit), static found => found.IsEmpty, INotificationDeskGrain.LongestWait, _time);
    }

    public async Task ClearAsync(NotificationAnnouncement announcement)
    {
        if (_state.State.Announced.GetValueOrDefault(announcement.UserId) != announcement.Number)
            return;
        _state.State.Announced.Remove(announcement.UserId);
        await WriteAsync();
    }

    private ImmutableArray<NotificationAnnouncement> Read(long after, int limit) =>
    [
        .. _state.State.Announced.Where(a => a.Value > after).OrderBy(static a => a.Value).Take(limit).Select(static a => new NotificationAnnouncement(a.Value, a.Key)),
    ];

    private async Task WriteAsync()
    {
        try
        {
            await _writer.WriteAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}

/// <summary>The durable state of <see cref="NotificationDeskGrain"/>.</summary>
public sealed class NotificationDeskState
{
    /// <summary>Number of the last announcement.</summary>
    public long Last { get; set; }

    /// <summary>The last announcement of each user for whom something waits.</summary>
    public Dictionary<string, long> Announced { get; init; } = new(StringComparer.Ordinal);
}

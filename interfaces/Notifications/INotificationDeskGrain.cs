using System.Collections.Immutable;
using Orleans.Concurrency;

namespace TradingBot.Notifications;

/// <summary>Which users have something waiting to be told: what whoever delivers works through. One grain, key <see cref="Key"/>.</summary>
[Alias("notification-desk")]
public interface INotificationDeskGrain : IGrainWithStringKey
{
    /// <summary>The key of the only grain of this kind.</summary>
    const string Key = "desk";

    /// <summary>The longest that <see cref="WaitAsync"/> takes: short, because the end of the process waits for it.</summary>
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>Something waits for a user. Durable.</summary>
    [AlwaysInterleave, Alias("announce")]
    Task AnnounceAsync(string userId);

    /// <summary>
    /// Users for whom something waits, in the order of their announcements, as soon as there is one. Empty when there is none for
    /// <see cref="LongestWait"/>.
    /// </summary>
    /// <param name="after">Number of the last announcement that the caller has; 0 for none.</param>
    /// <param name="limit">At most this many, at least 1.</param>
    [AlwaysInterleave, Alias("wait")]
    Task<ImmutableArray<NotificationAnnouncement>> WaitAsync(long after, int limit);

    /// <summary>Nothing waits any more for a user since an announcement; a later one stays.</summary>
    [AlwaysInterleave, Alias("clear")]
    Task ClearAsync(NotificationAnnouncement announcement);
}

/// <summary>Something waits for a user.</summary>
/// <param name="Number">Rising number.</param>
/// <param name="UserId">The user.</param>
[GenerateSerializer, Immutable, Alias("notification-announcement")]
public sealed record NotificationAnnouncement([property: Id(0)] long Number, [property: Id(1)] string UserId);

using TradingBot.Notifications;

namespace TradingBot.Grains.Notifications;

/// <summary>The durable state of a user's notifications.</summary>
public sealed class NotificationState
{
    /// <summary>What the user prefers.</summary>
    public NotificationPreferences Preferences { get; set; } = NotificationPreferences.Default;

    /// <summary>The user's chat.</summary>
    public long? ChatId { get; set; }

    /// <summary>The chat takes nothing.</summary>
    public bool IsUnreachable { get; set; }

    /// <summary>Number of the last notification.</summary>
    public long LastId { get; set; }

    /// <summary>What waits to be told, oldest first.</summary>
    public List<WaitingNotification> Waiting { get; init; } = [];

    /// <summary>How many were given up because too many waited, since the last that was told.</summary>
    public int Dropped { get; set; }

    /// <summary>The last number of each source.</summary>
    public Dictionary<string, long> Seen { get; init; } = new(StringComparer.Ordinal);

    /// <summary>When the next daily report is due, milliseconds UTC; 0 for never.</summary>
    public long ReportDueAt { get; set; }
}

/// <summary>A notification that waits.</summary>
/// <param name="Id">Rising number within the user.</param>
/// <param name="Notification">The notification.</param>
public sealed record WaitingNotification(long Id, Notification Notification);

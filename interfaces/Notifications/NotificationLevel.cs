namespace TradingBot.Notifications;

/// <summary>How a user wants to be told of a kind of event.</summary>
[GenerateSerializer, Alias("notification-level")]
public enum NotificationLevel
{
    /// <summary>With a sound.</summary>
    On,

    /// <summary>Without a sound.</summary>
    Silent,

    /// <summary>Not at all.</summary>
    Off,
}

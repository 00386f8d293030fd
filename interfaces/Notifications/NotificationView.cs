namespace TradingBot.Notifications;

/// <summary>How a user is told things.</summary>
/// <param name="Preferences">What the user prefers.</param>
/// <param name="ChatId">The chat of the user; null when none is linked.</param>
/// <param name="IsUnreachable">The chat takes nothing: the user has blocked the bot. What is told waits until the user writes again.</param>
/// <param name="Waiting">Notifications that wait to be told.</param>
[GenerateSerializer, Immutable, Alias("notification-view")]
public sealed record NotificationView(
    [property: Id(0)] NotificationPreferences Preferences,
    [property: Id(1)] long? ChatId,
    [property: Id(2)] bool IsUnreachable,
    [property: Id(3)] int Waiting);

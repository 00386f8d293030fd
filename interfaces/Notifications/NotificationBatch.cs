using System.Collections.Immutable;

namespace TradingBot.Notifications;

/// <summary>What waits to be told to a user.</summary>
/// <param name="ChatId">The chat to tell it to.</param>
/// <param name="Items">Oldest first.</param>
/// <param name="More">How many wait behind these.</param>
/// <param name="Dropped">Older ones that were given up because too many waited.</param>
[GenerateSerializer, Immutable, Alias("notification-batch")]
public sealed record NotificationBatch(
    [property: Id(0)] long ChatId,
    [property: Id(1)] ImmutableArray<NotificationItem> Items,
    [property: Id(2)] int More,
    [property: Id(3)] int Dropped);

/// <summary>A notification that waits.</summary>
/// <param name="Id">Rising number within the user: who is told the same number twice was told the same thing twice.</param>
/// <param name="IsSilent">To be told without a sound.</param>
/// <param name="Notification">The notification.</param>
[GenerateSerializer, Immutable, Alias("notification-item")]
public sealed record NotificationItem(
    [property: Id(0)] long Id, [property: Id(1)] bool IsSilent, [property: Id(2)] Notification Notification);

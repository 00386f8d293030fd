using System.Collections.Immutable;
using Orleans.Concurrency;

namespace TradingBot.Notifications;

/// <summary>
/// What a user is told, and how: a durable outbox that is delivered at least once, in order, to the chat that the user has linked.
/// Key: the user id.
/// </summary>
[Alias("notifications")]
public interface INotificationGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes notifications. Durable when it returns; the same ones again change nothing. What the user does not want to be told, or cannot be
    /// for want of a chat, is not kept.
    /// </summary>
    /// <returns>Whether the user has a chat in which to be told.</returns>
    [Alias("enqueue")]
    Task<bool> EnqueueAsync(ImmutableArray<Notification> notifications);

    /// <summary>Preferences and chat.</summary>
    [AlwaysInterleave, Alias("get")]
    Task<NotificationView> GetAsync();

    /// <summary>Sets the preferences. Durable.</summary>
    /// <returns>What is wrong with them; then nothing has changed.</returns>
    [Alias("set-preferences")]
    Task<ImmutableArray<ValidationError>> SetPreferencesAsync(NotificationPreferences preferences);

    /// <summary>Links the user's chat, in place of another one. Durable.</summary>
    /// <returns>The chat that was linked before, if it was another one.</returns>
    [Alias("link")]
    Task<long?> LinkAsync(long chatId);

    /// <summary>Unlinks the user's chat; what waits is forgotten. Durable. Another chat than the linked one changes nothing.</summary>
    [Alias("unlink")]
    Task UnlinkAsync(long chatId);

    /// <summary>The user has written in the chat: what waits because it was unreachable is told now.</summary>
    [Alias("hear")]
    Task HearAsync(long chatId);

    /// <summary>What is to be told next; null when nothing is, or the chat is not reachable. For whoever delivers.</summary>
    [Alias("take")]
    Task<NotificationBatch?> TakeAsync();

    /// <summary>Everything up to a number has been told. Durable.</summary>
    /// <returns>How many wait still.</returns>
    [Alias("confirm")]
    Task<int> ConfirmAsync(long throughId);

    /// <summary>The chat takes nothing: what is told waits until <see cref="HearAsync"/>. Durable.</summary>
    [Alias("report-unreachable")]
    Task ReportUnreachableAsync(long chatId);
}

using System.Collections.Immutable;
using TradingBot.Grains.Diagnostics;
using TradingBot.Notifications;

namespace TradingBot.Grains.Notifications;

/// <summary>What waits to be told to a user, and what is to be told next. Times are milliseconds UTC.</summary>
public sealed class NotificationBook(NotificationState state)
{
    /// <summary>The most that wait: those of a user who cannot be reached are not kept without end.</summary>
    public const int MostWaiting = 200;

    /// <summary>The most told at a time.</summary>
    public const int MostAtATime = 20;

    private const int MostSources = 500;

    /// <summary>Takes what the user wants to be told and has not been told yet.</summary>
    /// <returns>Whether anything has changed.</returns>
    public bool Add(IEnumerable<Notification> notifications)
    {
        var changed = false;
        if (state.ChatId is null)
            return false;
        foreach (var one in notifications)
        {
            if (state.Preferences.LevelOf(one.Kind) == NotificationLevel.Off || one.Number <= state.Seen.GetValueOrDefault(one.Source, long.MinValue))
                continue;
            changed = true;
            See(one);
            if (one.Kind is NotificationKind.Stop or NotificationKind.Refused)
                state.Waiting.RemoveAll(w => w.Notification.Kind == one.Kind && w.Notification.Source == one.Source);
            state.Waiting.Add(new(++state.LastId, Clipped(one)));
            NotificationMetrics.Queued();
            if (state.Waiting.Count <= MostWaiting)
                continue;
            state.Waiting.RemoveAt(0);
            state.Dropped++;
            NotificationMetrics.Dropped();
        }

        return changed;
    }

    /// <summary>What is to be told next; null for nothing.</summary>
    public NotificationBatch? Next(long now)
    {
        if (state.ChatId is not { } chat || state.IsUnreachable)
            return null;
        var waiting = state.Waiting.Where(w => IsWanted(w.Notification, now)).ToList();
        var quiet = state.Preferences.Quiet?.Contains(LocalTime.MinuteOf(now, state.Preferences.TimeZone)) == true;
        return waiting.Count == 0 ? null : new(
            chat, [.. waiting.Take(MostAtATime).Select(w => new NotificationItem(w.Id, IsSilent(w.Notification.Kind, quiet), w.Notification))],
            Math.Max(0, waiting.Count - MostAtATime), state.Dropped);
    }

    /// <summary>Everything up to a number has been told, or needs no telling any more.</summary>
    /// <returns>Whether anything has changed.</returns>
    public bool Confirm(long throughId, long now)
    {
        var settled = state.Waiting.RemoveAll(w => w.Id <= throughId || !IsWanted(w.Notification, now));
        if (settled == 0)
            return false;
        NotificationMetrics.Settled(settled);
        state.Dropped = 0;
        return true;
    }

    private bool IsWanted(Notification one, long now) =>
        (one.ExpiresAt == 0 || one.ExpiresAt > now) && state.Preferences.LevelOf(one.Kind) != NotificationLevel.Off;

    private bool IsSilent(NotificationKind kind, bool quiet) =>
        kind != NotificationKind.Security && (quiet || state.Preferences.LevelOf(kind) == NotificationLevel.Silent);

    private void See(Notification one)
    {
        // Sources are a user's symbols and a few more; a bound all the same.
        if (state.Seen.Count >= MostSources && !state.Seen.ContainsKey(one.Source))
            state.Seen.Remove(state.Seen.Keys.First());
        state.Seen[one.Source] = one.Number;
    }

    private static Notification Clipped(Notification one) =>
        one.Title.Length <= Notification.LongestTitle ? one : one with { Title = string.Concat(one.Title.AsSpan(0, Notification.LongestTitle - 1), "…") };
}

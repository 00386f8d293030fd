using System.Collections.Immutable;
using System.Globalization;

namespace TradingBot.Grains.Billing;

/// <summary>A moment at which a user is told how the subscription stands.</summary>
/// <param name="At">Milliseconds UTC.</param>
/// <param name="Text">What the user is told.</param>
public sealed record Milestone(long At, string Text);

/// <summary>When users are reminded: at an hour of their own day; of restrictions, when they begin.</summary>
public static class Milestones
{
    /// <summary>The reminders of one bill date, in the order of their times.</summary>
    /// <param name="paidUntil">The bill date, milliseconds UTC.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="zone">The user's time zone.</param>
    public static ImmutableArray<Milestone> Of(long paidUntil, BillingTerms terms, TimeZoneInfo zone)
    {
        var due = paidUntil - terms.Due;
        var (paused, readOnly) = (paidUntil + terms.Grace, paidUntil + terms.Grace + terms.ReadOnlyAfter);
        var (dueDay, billDay) = (DayOf(due, zone), DayOf(paidUntil, zone));
        long Hour(DateOnly day) => HourOf(day, terms.ReminderHour, zone);
        string Text(long time) => Local(time, zone);
        Milestone[] all =
        [
            new(Hour(dueDay.AddDays(-3)), $"Your subscription is due in 3 days, on {Text(due)}."),
            new(Hour(dueDay.AddDays(-1)), $"Your subscription is due tomorrow, on {Text(due)}."),
            new(Hour(dueDay), $"Your subscription is due today; it ends on {Text(paidUntil)}."),
            new(
                Hour(billDay) is var morning && morning >= paidUntil ? morning : Hour(billDay.AddDays(1)),
                $"Your subscription is overdue: it has ended on {Text(paidUntil)}. From {Text(paused)} on no new positions are opened."),
            new(
                paused, "Your subscription has not been paid: no new positions are opened. Open ones keep their stops and are managed to their "
                + $"exit. From {Text(readOnly)} on commands are refused, too."),
            new(readOnly, "Your subscription has not been paid: trading can only be looked at and ended. It is restored as soon as you pay."),
        ];
        return [.. all.OrderBy(static m => m.At)];
    }

    /// <summary>A time as the user reads it.</summary>
    public static string Local(long time, TimeZoneInfo zone) =>
        string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(time), zone):yyyy-MM-dd HH:mm} ({zone.Id})");

    private static DateOnly DayOf(long time, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(time), zone).DateTime);

    private static long HourOf(DateOnly day, int hour, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(new(hour, 0));
        // Where clocks are put forward over it, the hour does not exist: the one behind it does.
        if (zone.IsInvalidTime(local))
            local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUnixTimeMilliseconds();
    }
}

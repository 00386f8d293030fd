using TradingBot.Reporting;

namespace TradingBot.Grains.Notifications;

/// <summary>Times of a user's own day. Times are milliseconds UTC.</summary>
public static class LocalTime
{
    /// <summary>Minute of the day, 0 to 1,439.</summary>
    public static int MinuteOf(long time, string timeZone) => (int)Local(time, ZoneOf(timeZone)).TimeOfDay.TotalMinutes;

    /// <summary>The next time, later than now, at which the user's clocks show a minute of the day.</summary>
    public static long Next(int minuteOfDay, string timeZone, long now)
    {
        var zone = ZoneOf(timeZone);
        var today = DateOnly.FromDateTime(Local(now, zone).DateTime);
        return At(today, minuteOfDay, zone) is var time && time > now ? time : At(today.AddDays(1), minuteOfDay, zone);
    }

    /// <summary>Midnight with which the user's day began, and the day.</summary>
    public static (long Midnight, DateOnly Day) DayOf(long time, string timeZone)
    {
        var zone = ZoneOf(timeZone);
        var day = DateOnly.FromDateTime(Local(time, zone).DateTime);
        return (At(day, 0, zone), day);
    }

    /// <summary>Midnight with which a day begins.</summary>
    public static long MidnightOf(DateOnly day, string timeZone) => At(day, 0, ZoneOf(timeZone));

    private static TimeZoneInfo ZoneOf(string name) => ReportQuery.TryFindTimeZone(name, out var zone) ? zone : TimeZoneInfo.Utc;

    private static DateTimeOffset Local(long time, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(time), zone);

    private static long At(DateOnly day, int minuteOfDay, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue).AddMinutes(minuteOfDay);
        // Where clocks are put forward over it, the hour does not exist: the one behind it does.
        if (zone.IsInvalidTime(local))
            local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUnixTimeMilliseconds();
    }
}

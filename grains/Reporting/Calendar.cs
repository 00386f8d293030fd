namespace TradingBot.Grains.Reporting;

/// <summary>The calendar of a time zone.</summary>
public sealed class Calendar(TimeZoneInfo zone)
{
    /// <summary>UTC.</summary>
    public static Calendar Utc { get; } = new(TimeZoneInfo.Utc);

    /// <summary>The date on which a moment falls.</summary>
    /// <param name="time">Milliseconds UTC.</param>
    public DateOnly DayOf(long time)
    {
        var moment = DateTimeOffset.FromUnixTimeMilliseconds(time);
        return DateOnly.FromDateTime(moment.Add(zone.GetUtcOffset(moment)).DateTime);
    }

    /// <summary>The Monday of a date's ISO week.</summary>
    public static DateOnly WeekOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>The first of a date's month.</summary>
    public static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);
}

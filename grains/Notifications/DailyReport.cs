using System.Collections.Immutable;
using System.Globalization;
using TradingBot.Notifications;
using TradingBot.Reporting;
using TradingBot.Trading;

namespace TradingBot.Grains.Notifications;

/// <summary>Tells a user what the day before has brought, in each mode in which there was trading.</summary>
public static class DailyReport
{
    /// <summary>The <see cref="Notification.Source"/> of reports.</summary>
    public const string Source = "report";

    /// <summary>Makes the report that is due at a time.</summary>
    /// <param name="read">Reads a report of the user's trading.</param>
    /// <param name="timeZone">The user's.</param>
    /// <param name="dueAt">When it is due, milliseconds UTC: its number, too, so that a repetition is recognised.</param>
    public static async Task<Notification> MakeAsync(Func<ReportQuery, Task<TradingReport>> read, string timeZone, long dueAt)
    {
        var (midnight, today) = LocalTime.DayOf(dueAt, timeZone);
        var day = today.AddDays(-1);
        var facts = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var mode in Enum.GetValues<TradingMode>())
        {
            var report = await read(new(
                Mode: mode, From: LocalTime.MidnightOf(day, timeZone), To: midnight, TimeZone: timeZone, EquityPoints: 0));
            // Nothing was open and nothing was traded: the mode is not in use.
            if (report.Performance.Trades == 0 && report.Performance.Exposure == 0)
                continue;
            facts.Add(new(mode.ToString(), string.Create(
                CultureInfo.InvariantCulture,
                $"{TraderNews.Rounded(report.RealisedPnl)} realised, {TraderNews.Rounded(report.UnrealisedPnl)} open; {report.Performance.Trades} trades, {report.Performance.Wins} won; {TraderNews.Rounded(report.Performance.Commissions)} commissions")));
        }

        if (facts.Count == 0)
            facts.Add(new("Trading", "none"));
        return new(Source, dueAt, NotificationKind.Report, dueAt, string.Create(CultureInfo.InvariantCulture, $"Your report of {day:yyyy-MM-dd}"), facts.ToImmutable());
    }
}

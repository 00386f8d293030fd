using TradingBot.Numbers;

namespace TradingBot.Grains.Reporting;

/// <summary>Equity by calendar days, the raw material of the risk ratios.</summary>
public static class DailyReturns
{
    /// <summary>
    /// The simple return of each day from the first candle's to the last: equity at the close of the day's last candle / that of
    /// the day before - 1. The first day counts from the start equity. A day without candles (an outage, or candles longer than
    /// a day) has return 0, so that the ratios' scale does not depend on the interval.
    /// </summary>
    /// <param name="startEquity">Equity before the first candle.</param>
    /// <param name="openTimes">Open times of the candles, milliseconds UTC, oldest first; a candle belongs to the day in which it opens.</param>
    /// <param name="equity">Equity at the close of each candle.</param>
    /// <param name="calendar">Whose days; UTC by default.</param>
    /// <returns>Empty without candles, and when the equity ever begins or closes a day at zero or below: a ratio of returns means nothing then.</returns>
    public static double[] From(Fixed16 startEquity, ReadOnlySpan<long> openTimes, ReadOnlySpan<Fixed16> equity, Calendar? calendar = null)
    {
        if (!startEquity.IsPositive)
            return [];
        calendar ??= Calendar.Utc;
        var returns = new List<double>();
        var before = (double)startEquity.Units;
        var day = equity.IsEmpty ? 0 : calendar.DayOf(openTimes[0]).DayNumber;
        for (var i = 0; i < equity.Length; i++)
        {
            var next = i + 1 < equity.Length ? calendar.DayOf(openTimes[i + 1]).DayNumber : int.MaxValue;
            if (next == day)
                continue;
            var atClose = (double)equity[i].Units;
            returns.Add(atClose / before - 1);
            if (atClose <= 0)
                return [];
            before = atClose;
            if (i + 1 < equity.Length)
                returns.AddRange(Enumerable.Repeat(0.0, Math.Min(next - day - 1, 100_000)));
            day = next;
        }

        return [.. returns];
    }
}

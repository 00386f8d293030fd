using TradingBot.Numbers;

namespace TradingBot.Grains.Reporting;

/// <summary>Equity by UTC days, the raw material of the risk ratios.</summary>
public static class DailyReturns
{
    private const long Day = 86_400_000;

    /// <summary>
    /// The simple return of each UTC day from the first candle's to the last: equity at the close of the day's last candle / that of
    /// the day before - 1. The first day counts from the start equity. A day without candles (an outage, or candles longer than
    /// a day) has return 0, so that the ratios' scale does not depend on the interval.
    /// </summary>
    /// <param name="startEquity">Equity before the first candle.</param>
    /// <param name="openTimes">Open times of the candles, milliseconds UTC, oldest first; a candle belongs to the day in which it opens.</param>
    /// <param name="equity">Equity at the close of each candle.</param>
    /// <returns>Empty without candles, and when the equity ever closes a day at zero or below: a ratio of returns means nothing then.</returns>
    public static double[] From(Fixed16 startEquity, ReadOnlySpan<long> openTimes, ReadOnlySpan<Fixed16> equity)
    {
        var returns = new List<double>();
        var before = (double)startEquity.Units;
        for (var i = 0; i < equity.Length; i++)
        {
            var day = openTimes[i] / Day;
            if (i + 1 < equity.Length && openTimes[i + 1] / Day == day)
                continue;
            var atClose = (double)equity[i].Units;
            returns.Add(atClose / before - 1);
            if (atClose <= 0)
                return [];
            before = atClose;
            if (i + 1 < equity.Length)
                returns.AddRange(Enumerable.Repeat(0.0, (int)Math.Min(openTimes[i + 1] / Day - day - 1, 100_000)));
        }

        return [.. returns];
    }
}

using TradingBot.Numbers;
using TradingBot.Reporting;
using TradingBot.Trading;

namespace TradingBot.Grains.Reporting;

/// <summary>Computes the figures of <see cref="PerformanceReport"/>, for backtests and for the journal.</summary>
public static class Performance
{
    // Crypto markets trade on every day of the year.
    private const double DaysPerYear = 365;

    /// <summary>Computes the figures.</summary>
    /// <param name="trades">Closed trades, oldest first.</param>
    /// <param name="startEquity">Equity before the first candle, above zero.</param>
    /// <param name="openTimes">Open times of the candles, milliseconds UTC, oldest first.</param>
    /// <param name="equity">Equity at the close of each of these candles.</param>
    /// <param name="openSince">Open time of the candle in which the position that is still open was entered, if there is one.</param>
    /// <param name="openFees">Commissions that this position has cost so far.</param>
    /// <param name="calendar">Whose days the risk ratios take; UTC by default.</param>
    public static PerformanceReport From(
        IReadOnlyList<Trade> trades,
        Fixed16 startEquity,
        ReadOnlySpan<long> openTimes,
        ReadOnlySpan<Fixed16> equity,
        long? openSince = null,
        Fixed16 openFees = default,
        Calendar? calendar = null)
    {
        if (openTimes.Length != equity.Length)
            throw new ArgumentException("One equity value a candle.", nameof(equity));

        var sums = new TradeSums();
        foreach (var trade in trades)
            sums.Add(trade);
        var daily = DailyReturns.From(startEquity, openTimes, equity, calendar);
        var last = equity.Length > 0 ? equity[^1] : startEquity;
        return new(
            sums.Trades,
            sums.Wins,
            sums.Losses,
            sums.WinRate,
            sums.ProfitFactor,
            Mean(sums.Pnl, sums.Trades),
            Mean(sums.Won, sums.Wins),
            Mean(sums.Lost, sums.Losses),
            startEquity.IsPositive ? LargestDrawdown(startEquity, equity) : null,
            SharpeOf(daily),
            SortinoOf(daily),
            startEquity.IsPositive ? (double)(last - startEquity).Units / (double)startEquity.Units * 100 : null,
            ExposureOf(trades, openTimes, openSince),
            sums.Fees + openFees);
    }

    private static Fixed16? Mean(Fixed16 sum, int count)
    {
        if (count == 0)
            return null;
        Int128 divisor = (Int128)count * Fixed8.Scale;
        var (quotient, rest) = Int128.DivRem(sum.Units, divisor);
        var twice = Int128.Abs(rest) * 2;
        if (twice > divisor || (twice == divisor && Int128.IsOddInteger(quotient)))
            quotient += Int128.IsNegative(rest) ? -1 : 1;
        return new(quotient * Fixed8.Scale);
    }

    private static double LargestDrawdown(Fixed16 start, ReadOnlySpan<Fixed16> equity)
    {
        var peak = start;
        var largest = 0.0;
        foreach (var value in equity)
        {
            if (value >= peak)
                peak = value;
            else
                largest = Math.Max(largest, (double)(peak - value).Units / (double)peak.Units);
        }

        return largest;
    }

    private static double? SharpeOf(double[] returns)
    {
        if (returns.Length < 2)
            return null;
        var mean = returns.Average();
        var deviation = Math.Sqrt(returns.Sum(r => (r - mean) * (r - mean)) / (returns.Length - 1));
        return deviation > 0 ? mean / deviation * Math.Sqrt(DaysPerYear) : null;
    }

    private static double? SortinoOf(double[] returns)
    {
        if (returns.Length < 2)
            return null;
        var downside = Math.Sqrt(returns.Sum(static r => r < 0 ? r * r : 0) / returns.Length);
        return downside > 0 ? returns.Average() / downside * Math.Sqrt(DaysPerYear) : null;
    }

    // Positions of several symbols may be open at a time; a candle counts once.
    private static double ExposureOf(IReadOnlyList<Trade> trades, ReadOnlySpan<long> openTimes, long? openSince)
    {
        if (openTimes.IsEmpty)
            return 0;
        var spans = new List<(int First, int Last)>(trades.Count + 1);
        foreach (var trade in trades)
            spans.Add((IndexOf(openTimes, trade.EntryTime), IndexOf(openTimes, trade.ExitTime)));
        if (openSince is { } since)
            spans.Add((IndexOf(openTimes, since), openTimes.Length - 1));
        spans.Sort();

        long exposed = 0;
        var next = 0;
        foreach (var (first, last) in spans)
        {
            exposed += Math.Max(0, last + 1 - Math.Max(next, first));
            next = Math.Max(next, last + 1);
        }

        return (double)exposed / openTimes.Length;
    }

    // The candle that a time falls into.
    private static int IndexOf(ReadOnlySpan<long> openTimes, long time)
    {
        var index = openTimes.BinarySearch(time);
        return index >= 0 ? index : Math.Max(0, ~index - 1);
    }
}

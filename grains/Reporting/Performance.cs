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
    public static PerformanceReport From(
        IReadOnlyList<Trade> trades,
        Fixed16 startEquity,
        ReadOnlySpan<long> openTimes,
        ReadOnlySpan<Fixed16> equity,
        long? openSince = null)
    {
        if (!startEquity.IsPositive)
            throw new ArgumentOutOfRangeException(nameof(startEquity), startEquity, "Start equity is not above zero.");
        if (openTimes.Length != equity.Length)
            throw new ArgumentException("One equity value a candle.", nameof(equity));

        int wins = 0, losses = 0;
        Fixed16 won = default, lost = default, total = default, commissions = default;
        foreach (var trade in trades)
        {
            total += trade.Pnl;
            commissions += trade.Fees;
            if (trade.Pnl.IsPositive)
            {
                wins++;
                won += trade.Pnl;
            }
            else if (!trade.Pnl.IsZero)
            {
                losses++;
                lost += trade.Pnl;
            }
        }

        var daily = DailyReturns.From(startEquity, openTimes, equity);
        var last = equity.Length > 0 ? equity[^1] : startEquity;
        return new(
            trades.Count,
            wins,
            losses,
            trades.Count > 0 ? (double)wins / trades.Count : null,
            losses > 0 ? (double)won.Units / -(double)lost.Units : null,
            Mean(total, trades.Count),
            Mean(won, wins),
            Mean(lost, losses),
            LargestDrawdown(startEquity, equity),
            SharpeOf(daily),
            SortinoOf(daily),
            (double)(last - startEquity).Units / (double)startEquity.Units * 100,
            ExposureOf(trades, openTimes, openSince),
            commissions);
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

    private static double ExposureOf(IReadOnlyList<Trade> trades, ReadOnlySpan<long> openTimes, long? openSince)
    {
        if (openTimes.IsEmpty)
            return 0;
        long exposed = 0;
        var next = 0;
        foreach (var trade in trades)
        {
            var first = Math.Max(next, IndexOf(openTimes, trade.EntryTime));
            next = Math.Max(next, IndexOf(openTimes, trade.ExitTime) + 1);
            exposed += Math.Max(0, next - first);
        }

        if (openSince is { } since)
            exposed += openTimes.Length - Math.Max(next, IndexOf(openTimes, since));
        return (double)exposed / openTimes.Length;
    }

    private static int IndexOf(ReadOnlySpan<long> openTimes, long time)
    {
        var index = openTimes.BinarySearch(time);
        return index >= 0 ? index : Math.Min(~index, openTimes.Length - 1);
    }
}

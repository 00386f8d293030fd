using System.Runtime.InteropServices;
using TradingBot.Numbers;

namespace TradingBot.Grains.Trading.Indicators;

/// <summary>
/// An average that moves towards each new value by a fraction of the distance: <c>a += (value - a) * numerator / denominator</c>,
/// each step rounded half to even at eight decimals. With 2 / (n + 1) it is the exponential moving average (EMA), with 1 / n
/// Wilder's smoothing, which the average true range (ATR) uses. The first value starts it.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public struct ExponentialAverage(int numerator, int denominator)
{
    private long _units;
    private bool _started;

    /// <summary>The current average.</summary>
    public readonly Fixed8 Value => new(_units);

    /// <summary>All that the average needs to go on.</summary>
    public (long Units, bool Started) State
    {
        readonly get => (_units, _started);
        set => (_units, _started) = value;
    }

    /// <summary>The EMA of <paramref name="period"/> candles.</summary>
    public static ExponentialAverage Ema(int period) => new(2, period + 1);

    /// <summary>Wilder's smoothing over <paramref name="period"/> candles.</summary>
    public static ExponentialAverage Wilder(int period) => new(1, period);

    /// <summary>Takes the next value.</summary>
    public void Next(Fixed8 value)
    {
        _units = _started ? _units + DivideHalfToEven((value.Units - _units) * numerator, denominator) : value.Units;
        _started = true;
    }

    private static long DivideHalfToEven(long dividend, long divisor)
    {
        var (quotient, rest) = Math.DivRem(Math.Abs(dividend), divisor);
        var twice = rest * 2;
        if (twice > divisor || (twice == divisor && (quotient & 1) == 1))
            quotient++;
        return dividend < 0 ? -quotient : quotient;
    }
}

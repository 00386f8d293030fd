using System.Runtime.InteropServices;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Grains.Trading.Indicators;

/// <summary>One Heikin Ashi candle.</summary>
public readonly record struct HeikinAshiCandle(Fixed8 Open, Fixed8 High, Fixed8 Low, Fixed8 Close);

/// <summary>
/// The Heikin Ashi series of the trading spec, section 3: open and close are rounded half to even at eight decimals as they are
/// computed, and the rounded values feed the next candle.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public struct HeikinAshi
{
    private long _open;
    private long _close;
    private bool _started;

    /// <summary>The last value's open and close, and whether there is one: all that the series needs to go on.</summary>
    public (long Open, long Close, bool Started) State
    {
        readonly get => (_open, _close, _started);
        set => (_open, _close, _started) = value;
    }

    /// <summary>Takes the next closed candle.</summary>
    public HeikinAshiCandle Next(in Candle candle)
    {
        // Prices are at most 10^18 units (Candle.MaxPrice), so four of them fit a long.
        var close = Fixed8.QuarterToEven(candle.Open.Units + candle.High.Units + candle.Low.Units + candle.Close.Units);
        var open = _started ? Fixed8.HalfToEven(_open + _close) : candle.Open.Units;
        (_open, _close, _started) = (open, close, true);
        return new(
            new(open),
            new(Math.Max(candle.High.Units, Math.Max(open, close))),
            new(Math.Min(candle.Low.Units, Math.Min(open, close))),
            new(close));
    }
}

using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Simulator.Prices;

/// <summary>
/// The price's way through a candle as the fill model of the trading spec has it: O, L, H, C or O, H, L, C, in straight legs that
/// take a third of the candle's time each.
/// </summary>
internal readonly record struct CandlePath(Candle Candle, long CloseTime, decimal Tick)
{
    /// <summary>Legs of a path.</summary>
    public const int Legs = 3;

    private const long Second = 1_000;

    /// <summary>Where a leg begins, 0 to 2, and where the last one ends, 3.</summary>
    public decimal Point(int number)
    {
        var rising = Candle.Close >= Candle.Open;
        return number switch
        {
            0 => Candle.Open.ToDecimal(),
            1 => (rising ? Candle.Low : Candle.High).ToDecimal(),
            2 => (rising ? Candle.High : Candle.Low).ToDecimal(),
            _ => Candle.Close.ToDecimal(),
        };
    }

    /// <summary>When a point is reached.</summary>
    public long TimeOf(int point) => Candle.OpenTime + (CloseTime - Candle.OpenTime) * point / Legs;

    /// <summary>The price at a moment, on the grid and between the ends of its leg.</summary>
    public decimal PriceAt(long time)
    {
        var leg = 0;
        while (leg < Legs && time >= TimeOf(leg + 1))
            leg++;
        if (leg == Legs)
            return Point(Legs);
        var (from, to) = (Point(leg), Point(leg + 1));
        var there = from + (to - from) * Math.Max(0, time - TimeOf(leg)) / (TimeOf(leg + 1) - TimeOf(leg));
        return Math.Clamp(Math.Round(there / Tick) * Tick, Math.Min(from, to), Math.Max(from, to));
    }

    /// <summary>The candle of a second of it, up to a moment; all legs begin on whole seconds.</summary>
    public Candle SecondAt(long openTime, long until)
    {
        var (open, close) = (Exact(PriceAt(openTime)), Exact(PriceAt(Math.Min(until, openTime + Second))));
        var share = Math.Truncate(Candle.Volume * 100_000_000m / ((CloseTime - Candle.OpenTime) / Second)) / 100_000_000m;
        var isLast = openTime + Second == CloseTime;
        return new(openTime, open, Fixed8.Max(open, close), Fixed8.Min(open, close), close,
            isLast ? Candle.Volume - share * ((CloseTime - Candle.OpenTime) / Second - 1) : share);
    }

    /// <summary>The candles of its seconds that open up to a moment, the one that is still forming at that moment included.</summary>
    public IEnumerable<Candle> Seconds(long until)
    {
        for (var time = Candle.OpenTime; time < CloseTime && time <= until; time += Second)
            yield return SecondAt(time, until);
    }

    private static Fixed8 Exact(decimal price) => Fixed8.FromDecimal(price);
}

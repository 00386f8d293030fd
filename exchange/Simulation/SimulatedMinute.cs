using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Exchange.Simulation;

/// <summary>Splits a minute into sixty seconds that add up to exactly that minute.</summary>
internal static class SimulatedMinute
{
    private const int Seconds = 60;

    public static Candle[] Split(in Candle minute, Fixed8 tickSize, ulong seed)
    {
        var random = new SplitMix64(SplitMix64.Hash(seed, (ulong)minute.OpenTime));
        var tick = tickSize.Units;
        var (low, high) = (minute.Low.Units / tick, minute.High.Units / tick);

        // The path visits its extremes in the order that the fill model assumes: the nearer one to the open first.
        var first = 1 + random.NextInt(28);
        var second = 30 + random.NextInt(29);
        var rising = minute.Close >= minute.Open;
        ReadOnlySpan<(int At, long Price)> turns =
        [
            (0, minute.Open.Units / tick), (first, rising ? low : high), (second, rising ? high : low),
            (Seconds, minute.Close.Units / tick),
        ];
        Span<long> path = stackalloc long[Seconds + 1];
        for (var leg = 0; leg < 3; leg++)
        {
            var (from, to) = (turns[leg], turns[leg + 1]);
            for (var i = from.At; i <= to.At; i++)
            {
                var price = from.Price + (to.Price - from.Price) * (i - from.At) / (to.At - from.At);
                var noise = i == from.At || i == to.At ? 0 : (long)(random.NextNormal() * (high - low) / 12.0);
                path[i] = Math.Clamp(price + noise, low, high);
            }
        }

        var candles = new Candle[Seconds];
        var rest = minute.Volume;
        var share = decimal.Floor(minute.Volume * 100_000_000m / Seconds) / 100_000_000m;
        for (var i = 0; i < Seconds; i++)
        {
            var volume = i == Seconds - 1 ? rest : share;
            rest -= volume;
            candles[i] = new(
                minute.OpenTime + i * 1_000L, new(path[i] * tick), new(Math.Max(path[i], path[i + 1]) * tick),
                new(Math.Min(path[i], path[i + 1]) * tick), new(path[i + 1] * tick), volume);
        }

        return candles;
    }
}

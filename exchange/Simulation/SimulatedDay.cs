using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Exchange.Simulation;

/// <summary>
/// The 1,440 minutes of one simulated day: a walk through regimes of trend and range with clustered volatility, bent so that it
/// starts and ends on the price level of its two midnights. A day needs no other day, which makes any moment cheap to reach.
/// </summary>
internal static class SimulatedDay
{
    public const int Minutes = 1_440;
    public const long Length = Minutes * MinuteLength;
    public const long MinuteLength = 60_000;

    public static Candle[] Generate(SimulatedSymbol symbol, ulong seed, PriceLevel level, long day)
    {
        var random = new SplitMix64(SplitMix64.Hash(seed, (ulong)day));
        var sigma = symbol.DailyVolatility / 37.94733192202055; // the square root of 1,440
        Span<double> walk = stackalloc double[Minutes + 1];
        Span<float> volatility = stackalloc float[Minutes];
        Walk(ref random, sigma, walk, volatility);

        var start = level.At(day);
        var end = level.At(day + 1);
        var bend = (end - start - walk[Minutes]) / Minutes;
        var tick = symbol.Info.TickSize.Units;
        var ticksAtStart = symbol.StartPrice * Fixed8.Scale / tick;
        var volumeSteps = symbol.MinuteVolume * Fixed8.Scale / symbol.Info.StepSize.Units;
        var volumeScale = DecimalsOf(symbol.Info.StepSize);

        var candles = new Candle[Minutes];
        var previous = Ticks(ticksAtStart, start);
        for (var i = 0; i < Minutes; i++)
        {
            var close = Ticks(ticksAtStart, i + 1 == Minutes ? end : start + walk[i + 1] + (i + 1) * bend);
            var spread = sigma * volatility[i] * close;
            var open = Math.Max(1, previous + Gap(ref random, spread));
            var high = Math.Max(open, close) + Wick(ref random, spread);
            var low = Math.Max(1, Math.Min(open, close) - Wick(ref random, spread));
            var move = Math.Abs(close - open) / (sigma * close);
            var share = random.NextUnit();
            var volume = 1 + (long)(volumeSteps * volatility[i] * (0.15 + share * share + 0.5 * move));
            candles[i] = new(
                day * Length + i * MinuteLength, new(open * tick), new(high * tick), new(low * tick), new(close * tick),
                new decimal((int)volume, (int)(volume >> 32), 0, false, volumeScale));
            previous = close;
        }

        return candles;
    }

    private static void Walk(ref SplitMix64 random, double sigma, Span<double> walk, Span<float> volatility)
    {
        var at = 0.0;
        var agitation = 0.6 + random.NextUnit() * 0.8;
        var calm = agitation;
        for (var i = 0; i < Minutes;)
        {
            // One regime: half of the time a range around where it began, else a trend.
            var length = Math.Min(60 + random.NextInt(420), Minutes - i);
            var kind = random.NextInt(4);
            var drift = (0.04 + random.NextUnit() * 0.14) * sigma * (kind == 0 ? 1 : kind == 1 ? -1 : 0);
            var pull = kind > 1 ? 0.03 + random.NextUnit() * 0.05 : 0;
            var centre = at;
            for (var last = i + length; i < last; i++)
            {
                walk[i] = at;
                var z = random.NextNormal();
                if (random.NextInt(240) == 0)
                    agitation += 1.5 + 2 * random.NextUnit();
                agitation = Math.Min(6, agitation * 0.96 + calm * 0.025 + Math.Abs(z) * agitation * 0.018);
                volatility[i] = (float)agitation;
                at += drift - pull * (at - centre) + z * sigma * agitation;
            }
        }

        walk[Minutes] = at;
    }

    private static long Ticks(double ticksAtStart, double level) =>
        Math.Max(1, (long)(ticksAtStart * PriceLevel.Exp(level) + 0.5));

    private static long Gap(ref SplitMix64 random, double spread) => random.NextInt(32) switch
    {
        0 => (long)(random.NextNormal() * spread),
        < 10 => 1,
        < 19 => -1,
        _ => 0,
    };

    private static long Wick(ref SplitMix64 random, double spread) =>
        Math.Max(0, (long)((random.NextUnit() + random.NextUnit() - 0.4) * 0.7 * spread));

    private static byte DecimalsOf(Fixed8 step)
    {
        var decimals = Fixed8.Decimals;
        for (var units = step.Units; units % 10 == 0 && decimals > 0; units /= 10)
            decimals--;
        return (byte)decimals;
    }
}

namespace TradingBot.Exchange.Simulation;

/// <summary>
/// The logarithm of a symbol's price at each midnight, computable for any day without the days before it: noise of eleven
/// wavelengths, from a day to three years, each with the amplitude that a random walk has at that scale. It wanders like a
/// market, and stays within a bounded distance of where it starts.
/// </summary>
internal sealed class PriceLevel
{
    private const int Octaves = 11;

    private readonly ulong _seed;
    private readonly double _amplitude;
    private readonly double _origin;

    /// <param name="seed">The symbol's seed.</param>
    /// <param name="dailyVolatility">Typical size of a day's move, as a fraction.</param>
    /// <param name="originDay">The day on which the level is zero.</param>
    public PriceLevel(ulong seed, double dailyVolatility, long originDay)
    {
        _seed = seed;
        _amplitude = dailyVolatility * 0.85;
        _origin = Raw(originDay);
    }

    /// <param name="day">Days since 1970.</param>
    public double At(long day) => Raw(day) - _origin;

    /// <summary>e to the power of <paramref name="x"/> by + and * only: the same bits everywhere, unlike <see cref="Math.Exp"/>.</summary>
    public static double Exp(double x)
    {
        var y = x / 1024.0;
        var power = 1.0 + y * (1.0 + y / 2.0 * (1.0 + y / 3.0 * (1.0 + y / 4.0)));
        for (var i = 0; i < 10; i++)
            power *= power;
        return power;
    }

    private double Raw(long day)
    {
        var sum = 0.0;
        var amplitude = _amplitude;
        for (var octave = 0; octave < Octaves; octave++)
        {
            var cell = day >> octave;
            var position = (double)(day & ((1L << octave) - 1)) / (1L << octave);
            var left = Noise(octave, cell);
            sum += amplitude * (left + position * (Noise(octave, cell + 1) - left));
            amplitude *= 1.4142135623730951;
        }

        return sum;
    }

    private double Noise(int octave, long cell) =>
        new SplitMix64(SplitMix64.Hash(_seed + (ulong)octave, (ulong)cell)).NextUnit() * 2.0 - 1.0;
}

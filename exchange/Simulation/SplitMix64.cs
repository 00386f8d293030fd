namespace TradingBot.Exchange.Simulation;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): integers only, so the same numbers on every platform and in every version of the
/// runtime, which <see cref="Random"/> does not promise.
/// </summary>
internal struct SplitMix64(ulong seed)
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    public ulong Next() => Mix(_state += Gamma);

    /// <summary>0 to 1, 1 excluded.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>
    /// Close to a standard normal number (four uniform ones added), within ±3.47. Exact arithmetic instead of logarithms, whose
    /// last digits differ between platforms.
    /// </summary>
    public double NextNormal()
    {
        var bits = Next();
        var sum = (double)(bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48);
        return (sum / 65_536.0 - 2.0) * 1.7320508075688772;
    }

    /// <summary>0 to below <paramref name="bound"/>.</summary>
    public int NextInt(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number that belongs to two others: a child seed.</summary>
    public static ulong Hash(ulong a, ulong b) => Mix(Mix(a + Gamma) ^ (b * 0xD1B54A32D192ED03 + Gamma));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

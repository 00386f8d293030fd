using FsCheck;
using FsCheck.Fluent;

namespace TradingBot.Tests.Trading;

/// <summary>Runs a property over many cases: the same ones at every run, shrunk and with their seed printed when one fails.</summary>
internal static class Properties
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    // Set it to search elsewhere; a failure prints the seed under which it comes back.
    private static readonly ulong Seed =
        ulong.TryParse(Environment.GetEnvironmentVariable("PROPERTY_SEED"), out var seed) ? seed : 20_250_101;

    private static readonly Gen<long> Bits =
        from a in Gen.Choose(0, (1 << 22) - 1) from b in Gen.Choose(0, (1 << 21) - 1) from c in Gen.Choose(0, (1 << 21) - 1)
        select ((long)a << 42) | ((long)b << 21) | (uint)c;

    /// <summary>Whole numbers of every magnitude, both signs.</summary>
    public static Gen<long> Longs { get; } = from bits in Gen.Choose(0, 63) from raw in Bits select raw >> bits;

    /// <summary>Whole numbers from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public static Gen<long> Range(long low, long high) => from raw in Bits select low + (long)((ulong)raw % (ulong)(high - low + 1));

    public static void Hold<T>(Arbitrary<T> cases, int count, Action<T> check) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(Seed, Gamma).WithQuietOnSuccess(true),
            Prop.ForAll(cases, value =>
            {
                check(value);
                return true;
            }));

    public static void Hold<T>(Gen<T> cases, int count, Action<T> check) => Hold(Arb.From(cases), count, check);

    /// <summary>The list without each of its halves, quarters … single items: what a long case is shrunk by.</summary>
    public static IEnumerable<T[]> Shorter<T>(T[] items)
    {
        for (var part = items.Length; part >= 1; part /= 2)
        {
            for (var at = 0; at + part <= items.Length; at += part)
                yield return [.. items[..at], .. items[(at + part)..]];
        }
    }
}

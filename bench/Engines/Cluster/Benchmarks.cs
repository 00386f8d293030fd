namespace TradingBot.Bench;

/// <summary>What this build can measure.</summary>
internal static class Benchmarks
{
    public static readonly Dictionary<string, Func<string[], Task>> All = new(StringComparer.Ordinal) { ["engines"] = EnginesBench.RunAsync };
}

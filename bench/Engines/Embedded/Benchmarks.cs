namespace TradingBot.Bench;

/// <summary>What this build can measure.</summary>
internal static class Benchmarks
{
    public static readonly Dictionary<string, Func<string[], Task>> All = new(StringComparer.Ordinal)
    {
        ["api"] = ApiBench.RunAsync,
        ["backtest"] = BacktestBench.RunAsync,
        ["engine"] = EngineBench.RunAsync,
        ["engines"] = EnginesBench.RunAsync,
        ["fanout"] = FanoutBench.RunAsync,
        ["klines"] = KlineBench.RunAsync,
        ["order"] = OrderBench.RunAsync,
        ["restart"] = RestartBench.RunAsync,
    };
}

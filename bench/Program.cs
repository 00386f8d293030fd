using TradingBot.Bench;

// dotnet run -c Release --project bench -- <name>
Dictionary<string, Func<string[], Task>> benchmarks = new(StringComparer.Ordinal)
{
    ["api"] = ApiBench.RunAsync,
    ["backtest"] = BacktestBench.RunAsync,
    ["engine"] = EngineBench.RunAsync,
    ["fanout"] = FanoutBench.RunAsync,
    ["klines"] = KlineBench.RunAsync,
    ["order"] = OrderBench.RunAsync,
    ["restart"] = RestartBench.RunAsync,
};

if (args is not [var name, ..] || !benchmarks.TryGetValue(name, out var benchmark))
{
    Console.Error.WriteLine($"Usage: bench <{string.Join(" | ", benchmarks.Keys)}>");
    return 1;
}

Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {DateTimeOffset.UtcNow:yyyy-MM-dd}");
await benchmark(args[1..]);
return 0;

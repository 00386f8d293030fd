using TradingBot.Bench;

// dotnet run -c Release --project bench -- NAME
var benchmarks = new SortedDictionary<string, (string What, Action Run)>(StringComparer.Ordinal)
{
    ["backtest"] = ("candles/s in memory and rows/s from a CSV file, one core", BacktestBench.Run),
};

if (args.Length != 1 || !benchmarks.TryGetValue(args[0], out var benchmark))
{
    Console.Error.WriteLine("Which benchmark?");
    foreach (var (name, (what, _)) in benchmarks)
        Console.Error.WriteLine($"  {name,-12} {what}");
    return 2;
}

Console.WriteLine($"{args[0]}: {benchmark.What}; {Environment.ProcessorCount} cores, .NET {Environment.Version}");
benchmark.Run();
return 0;

using TradingBot.Bench;

// dotnet run -c Release --project bench -- <name>
if (args is not [var name, ..] || !Benchmarks.All.TryGetValue(name, out var benchmark))
{
    Console.Error.WriteLine($"Usage: bench <{string.Join(" | ", Benchmarks.All.Keys)}>");
    return 1;
}

Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {DateTimeOffset.UtcNow:yyyy-MM-dd}");
await benchmark(args[1..]);
return 0;

using System.Diagnostics;
using System.Globalization;
using TradingBot.Tests.Engine.Grains;

namespace TradingBot.Tests.Engine.Storage;

/// <summary>A process whose grains write without end and report each write once it is durable.</summary>
internal static class WritingProcess
{
    public const string Command = "write-until-killed";

    public static Process Start(string folder) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. SelfArguments(), Command, folder])
    {
        RedirectStandardOutput = true,
        UseShellExecute = false,
    })!;

    public static async Task<int> RunAsync(string folder)
    {
        await using var engine = await EngineFixture.StartAsync(folder);
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            var grain = engine.Grain<ILifeGrain>($"grain-{i}");
            for (var value = 1; ; value++)
            {
                await grain.Save(value);
                var line = string.Create(CultureInfo.InvariantCulture, $"{i} {value}");
                lock (output)
                    output.WriteLine(line);
            }
        })));
        return 0;
    }

    // Run by `dotnet x.dll` the process is dotnet, run by the app host it is the program itself.
    private static string[] SelfArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(WritingProcess).Assembly.Location] : [];
}

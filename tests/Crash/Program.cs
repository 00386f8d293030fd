using TradingBot.Tests.Crash;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The test; or, as "kills --kills 1000", the same with options.
switch (args)
{
    case ["kills", .. var options]:
        var runs = await CrashRun.RunAllAsync(CrashOptions.Parse(options), Console.Out);
        Console.WriteLine($"{runs.Sum(static r => r.Kills)} kills, {runs.Sum(static r => r.Fills)} fills, {runs.Sum(static r => r.Findings.Count)} findings");
        return runs.All(static r => r.Findings.Count == 0) ? 0 : 1;
    case var _ when args.Any(static arg => arg is "--server" or "--internal-msbuild-node"):
        return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
    default:
        return await ConsoleRunner.Run(args);
}

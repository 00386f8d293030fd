using TradingBot.Tests.Engine;
using TradingBot.Tests.Engine.Storage;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The tests; or, for one of them, a process that writes state until it is killed.
return args switch
{
    [WritingProcess.Command, var folder] => await WritingProcess.RunAsync(folder),
    _ when args.Any(static arg => arg is "--server" or "--internal-msbuild-node") => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    _ => await ConsoleRunner.Run(args),
};

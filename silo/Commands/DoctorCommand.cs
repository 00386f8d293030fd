using System.CommandLine;
using TradingBot.Silo.Hosting;
using TradingBot.Silo.Operation;

namespace TradingBot.Silo.Commands;

/// <summary><c>doctor</c>: what stands between this configuration and a service that works, and what to do about it. Starts nothing.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Checks configuration, keys, connectivity and permissions, and says what to do. Takes the settings that the service takes.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(SettingsReader.Read(parsed.UnmatchedTokens), parsed.InvocationConfiguration.Output, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Dictionary<string, string?> settings, TextWriter output, CancellationToken cancellationToken)
    {
        // Nothing of the check itself belongs into log files.
        settings["LogFiles:Enabled"] = "false";
        await using var service = ServiceHost.Build(new(false, settings), TextWriter.Null);
        await output.WriteLineAsync("ok    configuration: every setting is possible");
        var failed = 0;
        await foreach (var finding in new Doctor(service.Services, service.Configuration).ExamineAsync(cancellationToken))
        {
            failed += finding.IsBad ? 1 : 0;
            await output.WriteLineAsync($"{(finding.IsBad ? "FAIL " : "ok   ")} {finding.What}: {finding.Detail}");
            if (finding.Remedy.Length > 0)
                await output.WriteLineAsync($"      → {finding.Remedy}");
        }

        await output.WriteLineAsync(failed == 0 ? "The service can start." : $"{failed} to mend.");
        return failed == 0 ? CommandLine.Ok : CommandLine.FileError;
    }
}

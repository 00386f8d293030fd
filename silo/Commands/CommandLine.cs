using System.CommandLine;
using TradingBot.Exchange.Replay;

namespace TradingBot.Silo.Commands;

/// <summary>Runs a command line: clear one-line errors, and exit codes that scripts can rely on.</summary>
public static class CommandLine
{
    /// <summary>All went well.</summary>
    public const int Ok = 0;

    /// <summary>A file could not be read or written, or its content led nowhere.</summary>
    public const int FileError = 1;

    /// <summary>The command line asks for something impossible; nothing was done.</summary>
    public const int UsageError = 2;

    /// <summary>Ended by the user, 128 + SIGINT.</summary>
    public const int Cancelled = 130;

    // The longest drain and the minute in which a silo hands its grains over; two seconds, the library's choice, would cut that off.
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(105);

    public static async Task<int> RunAsync(
        RootCommand root, string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await error.WriteLineAsync($"error: {parsed.Errors[0].Message}");
            return UsageError;
        }

        var configuration = new InvocationConfiguration
        {
            Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = LongestFarewell,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (UsageException e)
        {
            await error.WriteLineAsync($"error: {e.Message}");
            return UsageError;
        }
        catch (Exception e) when (e is CandleFileException or OutputException or StartException)
        {
            await error.WriteLineAsync($"error: {e.Message}");
            return FileError;
        }
        catch (OverflowException)
        {
            await error.WriteLineAsync("error: amounts grew beyond what can be computed exactly; use less --cash or --leverage");
            return FileError;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("cancelled; nothing was written");
            return Cancelled;
        }
    }
}

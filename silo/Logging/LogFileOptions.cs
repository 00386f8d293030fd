namespace TradingBot.Silo.Logging;

/// <summary>The configuration section <c>LogFiles</c>: the log files of a standalone service.</summary>
public sealed class LogFileOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "LogFiles";

    /// <summary>Whether files are written. Default true; a container writes to the console only.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The folder; empty (default) for <c>logs</c> in the data folder.</summary>
    public string Directory { get; set; } = "";

    /// <summary>A file that has grown to this many MiB is closed and the next one begun. 1 to 1,024; default 16.</summary>
    public int MaxFileMegabytes { get; set; } = 16;

    /// <summary>How many files of each component are kept. 1 to 1,000; default 32.</summary>
    public int MaxFiles { get; set; } = 32;

    /// <summary>For how many days they are kept. 1 to 3,650; default 14.</summary>
    public int MaxDays { get; set; } = 14;

    /// <summary>What is wrong with the settings, each message naming its setting and limit; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (MaxFileMegabytes is < 1 or > 1_024)
            errors.Add($"{Section}:MaxFileMegabytes is {MaxFileMegabytes}; it must be 1 to 1024.");
        if (MaxFiles is < 1 or > 1_000)
            errors.Add($"{Section}:MaxFiles is {MaxFiles}; it must be 1 to 1000.");
        if (MaxDays is < 1 or > 3_650)
            errors.Add($"{Section}:MaxDays is {MaxDays}; it must be 1 to 3650.");
        return errors;
    }
}

using System.CommandLine;
using System.Globalization;
using TradingBot.Silo.Backup;

namespace TradingBot.Silo.Commands;

/// <summary><c>backup</c> and <c>restore</c>: copies of a standalone service's data folder.</summary>
public static class BackupCommands
{
    public static Command CreateBackup()
    {
        var to = new Argument<string>("DIR") { Description = "Where the backup goes: a folder that is empty or not there." };
        var from = new Option<string>("--from") { Description = "The data folder, of a running service or not.", HelpName = "DIR", DefaultValueFactory = static _ => "data" };
        var command = new Command("backup", "Copies the data folder's database, while the service runs or not.") { to, from };
        command.SetAction(parsed => Tell(
            parsed.InvocationConfiguration.Output, "Backup of", DataBackup.Take(parsed.GetValue(from)!, parsed.GetValue(to)!, TimeProvider.System),
            "The master key is not part of it: keep master.key somewhere else."));
        return command;
    }

    public static Command CreateRestore()
    {
        var from = new Argument<string>("DIR") { Description = "The backup." };
        var to = new Option<string>("--to") { Description = "The data folder to make; it must have no database.", HelpName = "DIR", DefaultValueFactory = static _ => "data" };
        var command = new Command("restore", "Makes a data folder of a backup.") { from, to };
        command.SetAction(parsed => Tell(
            parsed.InvocationConfiguration.Output, "Restored", DataBackup.Restore(parsed.GetValue(from)!, parsed.GetValue(to)!),
            "Put the master.key of that time into the folder, or set Secrets:MasterKeyFile, before the service starts."));
        return command;
    }

    private static int Tell(TextWriter output, string what, BackupManifest manifest, string advice)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what} {manifest.Traders} traders, {manifest.Bytes} bytes, taken at {manifest.TakenAt:u}, schema version {manifest.SchemaVersion}."));
        output.WriteLine(advice);
        return CommandLine.Ok;
    }
}

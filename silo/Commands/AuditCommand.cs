using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using Npgsql;
using TradingBot.Silo.Audit;
using TradingBot.Silo.Hosting;

namespace TradingBot.Silo.Commands;

/// <summary><c>audit verify</c>: looks whether the audit trail is what was written. May run beside the service.</summary>
public static class AuditCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Data folder (./data).", DefaultValueFactory = static _ => "data" };
        var database = new Option<string?>("--database") { Description = "PostgreSQL connection string, where the journal is there.", HelpName = "TEXT" };
        var head = new Option<string?>("--head") { Description = "A hash that an earlier look has printed: it must still be in the trail.", HelpName = "HASH" };
        var verify = new Command("verify", "Computes every hash of the audit trail anew.") { data, database, head };
        verify.SetAction(parsed => Verify(
            () => parsed.GetValue(database) is { } text ? new NpgsqlConnection(text) : new DirectoryInfo(parsed.GetValue(data)!).OpenDatabase(),
            parsed.GetValue(head), parsed.InvocationConfiguration.Output));
        return new("audit", "The audit trail.") { verify };
    }

    private static int Verify(Func<DbConnection> open, string? head, TextWriter output)
    {
        try
        {
            using var connection = open();
            connection.Open();
            var found = AuditVerification.Of(connection, head);
            if (found.BrokenAt is { } broken)
                throw new StartException(Text($"the audit trail is broken: row {broken}, behind {found.Rows} whole ones, was changed, or rows before it are missing."));
            if (head is not null && found.KnownAt is null)
                throw new StartException(Text($"the audit trail has lost rows: {head} is not in it any more."));
            output.WriteLine(Text($"Audit trail: {found.Rows} rows, whole. Head: {found.Head}"));
            return CommandLine.Ok;
        }
        catch (Exception failure) when (failure is DbException or ArgumentException)
        {
            throw new StartException(failure.Message, failure);
        }

        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}

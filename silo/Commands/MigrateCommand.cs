using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using Npgsql;
using TradingBot.Silo.Cluster;
using TradingBot.Silo.Journal;

namespace TradingBot.Silo.Commands;

/// <summary><c>migrate</c>: brings a cluster's database up to date. Run before the silos; again, it changes nothing.</summary>
public static class MigrateCommand
{
    public static Command Create()
    {
        var database = new Option<string?>("--database")
        {
            Description = "PostgreSQL connection string; without it, the setting Storage:ConnectionString from the environment.", HelpName = "TEXT",
        };
        var command = new Command("migrate", "Brings a cluster's PostgreSQL database up to date.");
        command.Options.Add(database);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var storage = new StorageSettings { ConnectionString = parsed.GetValue(database) ?? Environment.GetEnvironmentVariable("Storage__ConnectionString") };
            if (string.IsNullOrEmpty(storage.ConnectionString))
                throw new UsageException("there is no database: give --database or set Storage__ConnectionString.");
            if (storage.Validate().FirstOrDefault() is { } wrong)
                throw new UsageException(wrong);
            return await RunAsync(storage.ConnectionString, parsed.InvocationConfiguration.Output, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(string database, TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(database);
            await connection.OpenAsync(cancellationToken);
            var found = await ClusterSchema.MigrateAsync(connection, cancellationToken);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Cluster tables: version {found} before, {ClusterSchema.Version} now."));
            using var journal = new PostgresJournal(new() { ConnectionString = database });
            await journal.WriteAsync(c => JournalSchema.Prepare(c, journal.Dialect));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Journal tables: version {JournalSchema.Steps.Count} now."));
            return CommandLine.Ok;
        }
        catch (Exception failure) when (failure is DbException or IOException)
        {
            throw new StartException(failure.Message, failure);
        }
    }
}

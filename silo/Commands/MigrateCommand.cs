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
        var database = DatabaseOption();
        var command = new Command("migrate", "Brings a cluster's PostgreSQL database up to date.");
        command.Options.Add(database);
        command.SetAction((parsed, cancellationToken) => RunAsync(ConnectionString(parsed.GetValue(database)), parsed.InvocationConfiguration.Output, cancellationToken));
        return command;
    }

    /// <summary>Which database a command works on.</summary>
    internal static Option<string?> DatabaseOption() => new("--database")
    {
        Description = "PostgreSQL connection string; without it, the setting Storage:ConnectionString from the environment.", HelpName = "TEXT",
    };

    /// <summary>The database that was named.</summary>
    /// <exception cref="UsageException">None was, or not in PostgreSQL's form.</exception>
    internal static string ConnectionString(string? option)
    {
        var storage = new StorageSettings { ConnectionString = option ?? Environment.GetEnvironmentVariable("Storage__ConnectionString") };
        if (string.IsNullOrEmpty(storage.ConnectionString))
            throw new UsageException("there is no database: give --database or set Storage__ConnectionString.");
        return storage.Validate().FirstOrDefault() is { } wrong ? throw new UsageException(wrong) : storage.ConnectionString;
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

using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using Npgsql;
using TradingBot.Silo.Cluster;
using TradingBot.Silo.Cluster.Migration;
using TradingBot.Silo.Hosting;
using TradingBot.Silo.Journal;

namespace TradingBot.Silo.Commands;

/// <summary><c>migrate-engine</c>: moves a standalone service's data into a cluster's database, or back.</summary>
internal static class MigrateEngineCommand
{
    public static Command Create()
    {
        var command = new Command("migrate-engine", "Moves a standalone service's data into a cluster's database, or back. Neither may run meanwhile.");
        command.Subcommands.Add(Direction("to-cluster", "From a data folder into a database that 'migrate' has prepared.", isNew: false, static m => m.ToClusterAsync()));
        command.Subcommands.Add(Direction("to-folder", "From a cluster's database into a new data folder.", isNew: true, static m => m.ToFolderAsync()));
        return command;
    }

    private static Command Direction(string name, string description, bool isNew, Func<EngineMigration, Task<IReadOnlyList<MovedTable>>> move)
    {
        var data = new Option<string>("--data") { Description = "The standalone service's data folder.", HelpName = "DIR", Required = true };
        var service = new Option<string>("--service-id") { Description = "The setting Cluster:ServiceId.", DefaultValueFactory = static _ => new ClusterSettings().ServiceId };
        var database = MigrateCommand.DatabaseOption();
        var command = new Command(name, description);
        command.Options.Add(data);
        command.Options.Add(database);
        command.Options.Add(service);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var connectionString = MigrateCommand.ConnectionString(parsed.GetValue(database));
            try
            {
                await RequireClusterTablesAsync(connectionString, cancellationToken);
                using var folder = new DirectoryInfo(parsed.GetValue(data)!).OpenData(isNew);
                using var cluster = new PostgresJournal(new() { ConnectionString = connectionString });
                await folder.Database.WriteAsync(c => JournalSchema.Prepare(c, folder.Database.Dialect));
                return await RunAsync(() => move(new(folder.Database, cluster, parsed.GetValue(service)!)), parsed.InvocationConfiguration.Output);
            }
            catch (Exception failure) when (failure is DbException or IOException or FormatException)
            {
                throw new StartException(failure.Message, failure);
            }
        });
        return command;
    }

    private static async Task RequireClusterTablesAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        if (await ClusterSchema.ReadVersionAsync(connection) != ClusterSchema.Version)
            throw new UsageException("the database does not have this program's tables: run 'migrate' first.");
    }

    private static async Task<int> RunAsync(Func<Task<IReadOnlyList<MovedTable>>> move, TextWriter output)
    {
        var tables = await move();
        foreach (var table in tables)
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{table.Name,-18} {table.Sent.Rows,10:N0} rows   checksum {table.Sent}   {(table.IsWhole ? "arrived" : $"ARRIVED DIFFERENTLY: {table.Arrived.Rows:N0} rows, {table.Arrived}")}"));
        if (tables.Any(static t => !t.IsWhole))
            throw new StartException("what arrived is not what was sent; do not use it.", null);
        await output.WriteLineAsync("Moved. The other side needs the same master key (Secrets:MasterKeyFile), and the administrator's token stays good.");
        return CommandLine.Ok;
    }
}

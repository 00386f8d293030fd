using System.Data.Common;
using System.Globalization;
using Dapper;

namespace TradingBot.Silo.Cluster;

/// <summary>
/// The tables of a cluster in PostgreSQL: its silos, the grains' states and their reminders. Orleans' ADO.NET providers bring no SQL
/// of their own: they read it by name from a table, so that names, parameters and columns below are theirs and the rest is ours.
/// </summary>
internal static class ClusterSchema
{
    private const string Component = "cluster";

    // "tbcl": two migrations at once wait for each other.
    private const long MigrationLock = 0x7462636C;

    // Each entry leads from the version of its index to the next one. Never edited, only added to.
    private static readonly string[] Steps = [ClusterTables.Sql];

    /// <summary>The version that this program works with.</summary>
    public static int Version => Steps.Length;

    /// <summary>The version of a database's tables; 0 where there are none.</summary>
    public static async Task<int> ReadVersionAsync(DbConnection connection)
    {
        var exists = await connection.ExecuteScalarAsync<bool>("SELECT to_regclass('schema_versions') IS NOT NULL");
        return exists
            ? await connection.ExecuteScalarAsync<int?>("SELECT version FROM schema_versions WHERE component = @Component", new { Component }) ?? 0
            : 0;
    }

    /// <summary>Brings the tables up to date; changes nothing where they are.</summary>
    /// <returns>The version found.</returns>
    /// <exception cref="ClusterSchemaException">A newer program has written them.</exception>
    public static async Task<int> MigrateAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(@MigrationLock)", new { MigrationLock });
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_versions (component TEXT PRIMARY KEY, version INTEGER NOT NULL)");
        var found = await ReadVersionAsync(connection);
        if (found > Version)
            throw new ClusterSchemaException(string.Create(CultureInfo.InvariantCulture, $"The cluster's tables have schema version {found}, and this program knows versions up to {Version}: run the newer program."));
        foreach (var step in Steps[found..])
            await connection.ExecuteAsync(step);
        // Queries belong to the program, not to the data: they are those of the program that migrated last.
        await connection.ExecuteAsync("DELETE FROM OrleansQuery");
        await connection.ExecuteAsync(
            "INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES (@Key, @Value)", ClusterQueries.All.Select(q => new { q.Key, q.Value }));
        await connection.ExecuteAsync(
            "INSERT INTO schema_versions (component, version) VALUES (@Component, @Version) ON CONFLICT (component) DO UPDATE SET version = excluded.version",
            new { Component, Version });
        await transaction.CommitAsync(cancellationToken);
        return found;
    }
}

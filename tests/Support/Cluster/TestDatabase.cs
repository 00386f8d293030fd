using Npgsql;
using TradingBot.Silo.Cluster;

namespace TradingBot.Tests.Support.Cluster;

/// <summary>A database with the cluster's tables: one for all tests, each with a service id of its own.</summary>
public static class TestDatabase
{
    private static readonly Lazy<Task<string>> Database = new(CreateAsync);

    public static Task<string> ConnectionStringAsync() => Database.Value;

    private static async Task<string> CreateAsync()
    {
        var database = await PostgresServer.CreateDatabaseAsync();
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await ClusterSchema.MigrateAsync(connection, CancellationToken.None);
        return database;
    }
}

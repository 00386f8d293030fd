using Npgsql;
using TradingBot.Silo.Cluster;

namespace TradingBot.Tests.Support.Cluster;

/// <summary>A database with the cluster's tables, made when the first test asks for it: one for all, each with a service id of its own.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> _server = new(StartAsync);

    public async Task<string> ConnectionStringAsync() => (await _server.Value).ConnectionString;

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
            await (await _server.Value).DisposeAsync();
    }

    private static async Task<PostgresServer> StartAsync()
    {
        var server = await PostgresServer.StartAsync();
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await ClusterSchema.MigrateAsync(connection, CancellationToken.None);
        return server;
    }
}

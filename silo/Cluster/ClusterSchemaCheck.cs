using System.Globalization;
using Npgsql;

namespace TradingBot.Silo.Cluster;

/// <summary>Ends the start of a silo whose database has other tables than this program works with.</summary>
internal sealed class ClusterSchemaCheck(ClusterDatabase database) : IHostedLifecycleService
{
    /// <exception cref="ClusterSchemaException">They are other tables.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        var version = await ClusterSchema.ReadVersionAsync(connection);
        if (version != ClusterSchema.Version)
        {
            throw new ClusterSchemaException(string.Create(
                CultureInfo.InvariantCulture,
                $"The database has version {version} of the cluster's tables, and this program works with version {ClusterSchema.Version}: run its command 'migrate'."));
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

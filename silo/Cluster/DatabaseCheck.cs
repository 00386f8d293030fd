using System.Data.Common;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace TradingBot.Silo.Cluster;

/// <summary>Whether this process reaches the cluster's database. No part of readiness: no process is better off than another without it.</summary>
internal sealed class DatabaseCheck(ClusterDatabase database, GrainCallMetrics metrics) : IHealthCheck
{
    private const int PatienceInSeconds = 3;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString)
            {
                Timeout = PatienceInSeconds, CommandTimeout = PatienceInSeconds, MaxPoolSize = 1, ApplicationName = "trading-bot health",
            }.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var ask = new NpgsqlCommand("SELECT 1", connection);
            await ask.ExecuteScalarAsync(cancellationToken);
            metrics.ShowStorage(true);
            return HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (failure is DbException or TimeoutException)
        {
            metrics.ShowStorage(false);
            return HealthCheckResult.Unhealthy(failure.Message);
        }
    }
}

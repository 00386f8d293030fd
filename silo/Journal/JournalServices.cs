using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingBot.ClientApi.Health;
using TradingBot.Grains.Audit;
using TradingBot.Grains.Journal;
using TradingBot.Silo.Audit;

namespace TradingBot.Silo.Journal;

/// <summary>Adds the journal to the service.</summary>
internal static class JournalServices
{
    /// <summary>
    /// Adds the journal's two sides. Without a database of its own, its <see cref="IJournalDatabase"/> comes from whoever runs the
    /// grains.
    /// </summary>
    public static IServiceCollection AddJournal(this IServiceCollection services, JournalOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<JournalSignals>();
        services.AddSingleton<IJournal, JournalWriter>();
        services.AddSingleton<IJournalReader, JournalReader>();
        services.AddSingleton<IAuditRecords, AuditRecords>();
        services.AddHostedService<JournalService>();
        if (options.HasOwnDatabase)
        {
            services.AddSingleton<PostgresJournal>();
            services.AddSingleton<IJournalDatabase>(static s => s.GetRequiredService<PostgresJournal>());
            services.AddHostedService<PostgresSignals>();
            services.AddHealthChecks().AddCheck<PostgresCheck>("journal", tags: [HealthApi.Ready]);
        }

        return services;
    }

    private sealed class PostgresCheck(PostgresJournal journal) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(journal.IsHealthy
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The last write to the journal's database failed."));
    }
}

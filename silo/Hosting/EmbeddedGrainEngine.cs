using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingBot.ClientApi;
using TradingBot.ClientApi.Health;
using TradingBot.ClientApi.Telegram;
using TradingBot.Engine.Hosting;
using TradingBot.Engine.Storage;
using TradingBot.Grains.Trading;
using TradingBot.MarketData;
using TradingBot.Silo.Cluster;
using TradingBot.Silo.Cluster.Migration;
using TradingBot.Silo.Commands;
using TradingBot.Silo.Journal;

namespace TradingBot.Silo.Hosting;

/// <summary>Runs the grains on the embedded engine: the only file of this room that knows it.</summary>
internal static class EmbeddedGrainEngine
{
    private const string DatabaseName = "grains.db";

    /// <summary>Adds the engine on a data folder.</summary>
    /// <exception cref="UsageException">A cluster's database is set.</exception>
    public static void AddGrainEngine(this WebApplicationBuilder builder, EngineSettings settings)
    {
        if (!string.IsNullOrEmpty(settings.Storage.ConnectionString) || settings.Cluster.Role != ClusterRole.Silo)
            throw new UsageException("Storage:ConnectionString or Cluster:Role is set, and this is the standalone program: it keeps its data in Data:Directory.");
        builder.Services.AddGrainsAndJournal(settings.DataDirectory, settings.Journal);
        builder.Services.AddHealthChecks().AddCheck<StorageCheck>("storage", tags: [HealthApi.Ready]);
    }

    /// <summary>Adds the API, which is in the same process, and the way in to it.</summary>
    public static void AddEndpoints(this WebApplicationBuilder builder, EngineSettings settings, TelegramOptions telegram)
    {
        builder.Services.AddClientApi();
        builder.Services.AddTelegram(telegram);
        builder.Services.AddSingleton(s => ActivatorUtilities.CreateInstance<AdminAccess>(s, settings.DataDirectory, false));
        builder.Services.AddHostedService<ResumeService>();
    }

    /// <summary>The endpoints of the service.</summary>
    public static WebApplication MapEndpoints(this WebApplication app) => app.MapClientApi();

    /// <summary>A connection, not open yet, that reads the database of a data folder, also beside a service that runs on it.</summary>
    public static DbConnection OpenDatabase(this DirectoryInfo dataFolder) => new SqliteConnection(new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(dataFolder.FullName, DatabaseName), Mode = SqliteOpenMode.ReadOnly, Pooling = false,
    }.ToString());

    /// <summary>Adds the engine and the journal, which is in the engine's database unless it has one of its own.</summary>
    public static IServiceCollection AddGrainsAndJournal(this IServiceCollection services, string? dataDirectory, JournalOptions? journal = null)
    {
        services.AddEmbeddedGrainEngine(options => Configure(options, dataDirectory));
        services.AddSingleton<IJournalDatabase, EngineDatabase>();
        return services.AddJournal(journal ?? new());
    }

    /// <summary>What the service's grains need of the engine.</summary>
    /// <param name="options">The engine's options.</param>
    /// <param name="dataDirectory">The data folder; null to keep everything in memory.</param>
    public static void Configure(EmbeddedEngineOptions options, string? dataDirectory)
    {
        options.DataDirectory = dataDirectory;
        options.GrainAssemblies.Add(typeof(TraderGrain).Assembly);
        options.StreamProviders.Add(CandleStreams.Provider);
    }

    /// <summary>Opens a data folder whose service does not run.</summary>
    /// <exception cref="UsageException">There is none, or there is one and must not be.</exception>
    public static StandaloneData OpenData(this DirectoryInfo folder, bool isNew)
    {
        if (DataFolder.Exists(folder.FullName) == isNew)
            throw new UsageException(isNew ? $"the folder {folder} has data already; name a new one." : $"the folder {folder} has no data.");
        var data = new DataFolder(folder.FullName);
        return new(new EngineDatabase(data), data);
    }

    private sealed class EngineDatabase(IDataStore store) : IJournalDatabase
    {
        public SqlDialect Dialect => SqlDialect.Sqlite;

        public Task WriteAsync(Action<DbConnection> write) => store.WriteAsync(write, background: true);

        // Nothing of SQLite is asynchronous: the task is complete when the reader's turn ends.
        public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read) => Task.FromResult(store.Read(connection => read(connection).GetAwaiter().GetResult()));
    }

    private sealed class StorageCheck(IEngineStatistics engine) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(engine.StorageHealthy
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The last write to the data folder failed."));
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingBot.ClientApi.Health;
using TradingBot.Engine.Hosting;
using TradingBot.Grains.Trading;

namespace TradingBot.Silo.Hosting;

/// <summary>Runs the grains on the embedded engine: the only file of this room that knows it.</summary>
internal static class EmbeddedGrainEngine
{
    /// <summary>Adds the engine on a data folder.</summary>
    public static void AddGrainEngine(this WebApplicationBuilder builder, string dataDirectory)
    {
        builder.Services.AddEmbeddedGrainEngine(options =>
        {
            options.DataDirectory = dataDirectory;
            options.GrainAssemblies.Add(typeof(TraderGrain).Assembly);
            options.StreamProviders.Add("candles");
            options.StateJson = new(JsonSerializerDefaults.General) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
        });
        builder.Services.AddHealthChecks().AddCheck<StorageCheck>("storage", tags: [HealthApi.Ready]);
    }

    private sealed class StorageCheck(IEngineStatistics engine) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(engine.StorageHealthy
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The last write to the data folder failed."));
    }
}

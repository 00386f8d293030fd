using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;
using TradingBot.Engine.Storage;

namespace TradingBot.Engine.Hosting;

/// <summary>Adds the embedded grain engine to a host.</summary>
public static class EngineServiceCollectionExtensions
{
    /// <summary>
    /// Adds the engine, which starts before and stops after the host's other services, and <see cref="IGrainFactory"/>,
    /// <see cref="IClusterClient"/>, <see cref="IEngineStatistics"/> and <see cref="IDataStore"/>. All its times come from the
    /// <see cref="TimeProvider"/> among the services.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options: at least the grain assemblies.</param>
    public static IServiceCollection AddEmbeddedGrainEngine(this IServiceCollection services, Action<EmbeddedEngineOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ =>
        {
            var options = new EmbeddedEngineOptions();
            configure(options);
            return options;
        });
        services.AddSingleton<GrainEngine>();
        services.AddSingleton<IGrainFactory>(static provider => provider.GetRequiredService<GrainEngine>());
        services.AddSingleton<IClusterClient>(static provider => provider.GetRequiredService<GrainEngine>());
        services.AddSingleton<IEngineStatistics>(static provider => provider.GetRequiredService<GrainEngine>());
        services.AddSingleton<IDataStore>(static provider => provider.GetRequiredService<GrainEngine>());
        services.AddHostedService<EngineHostedService>();
        return services;
    }
}

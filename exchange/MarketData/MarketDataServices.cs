using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace TradingBot.Exchange.MarketData;

/// <summary>Wires market data.</summary>
public static class MarketDataServices
{
    /// <summary>
    /// Adds the settings and the <see cref="ICandleFeed"/> that they ask for, made at its first use with the container's
    /// <see cref="TimeProvider"/>. A feed that is already there (the venue's) stays.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="options">The bound configuration section <c>MarketData</c>.</param>
    /// <exception cref="InvalidOperationException">The settings are not valid; the message names each of them.</exception>
    public static IServiceCollection AddMarketData(this IServiceCollection services, MarketDataOptions options)
    {
        if (options.Validate() is { Count: > 0 } errors)
            throw new InvalidOperationException(string.Join(Environment.NewLine, errors));
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ICandleFeed>(s => CandleFeedFactory.Create(options, s.GetRequiredService<TimeProvider>()));
        return services;
    }
}

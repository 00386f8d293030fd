using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TradingBot.Exchange.Binance.Limits;
using TradingBot.Exchange.Binance.Signing;
using TradingBot.Exchange.Binance.Streams;
using TradingBot.Exchange.MarketData;
using TradingBot.ExchangeAccounts;

namespace TradingBot.Exchange.Binance;

/// <summary>Wires Binance.</summary>
public static class BinanceServices
{
    /// <summary>
    /// Adds one <see cref="BinanceVenue"/> an environment (keyed by it) and <see cref="BinanceTrading"/> (which needs a
    /// <see cref="Secrets.SecretVault"/>), and with <c>MarketData:Source=binance</c> the live
    /// venue's candles as <see cref="ICandleFeed"/>. To be called before <see cref="MarketDataServices.AddMarketData"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="options">The bound configuration section <c>Binance</c>.</param>
    /// <param name="source">The setting <c>MarketData:Source</c>.</param>
    /// <exception cref="InvalidOperationException">The settings are not valid; the message names each of them.</exception>
    public static IServiceCollection AddBinance(this IServiceCollection services, BinanceOptions options, string source)
    {
        if (options.Validate() is { Count: > 0 } errors)
            throw new InvalidOperationException(string.Join(Environment.NewLine, errors));
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<EgressShare>();
        foreach (var environment in Enum.GetValues<BinanceEnvironment>())
        {
            services.AddKeyedSingleton(
                environment, (s, _) => new BinanceVenue(
                    options, environment, s.GetRequiredService<TimeProvider>(),
                    environment == options.MarketDataFrom ? s.GetService<FrameRecorder>() : null, s.GetRequiredService<EgressShare>()));
        }

        services.AddSingleton<BinanceKeySealer>();
        services.AddSingleton<IExchangeKeySealer>(static s => s.GetRequiredService<BinanceKeySealer>());
        services.AddSingleton<BinanceTrading>();
        if (source == MarketDataSource.Binance)
            services.TryAddSingleton<ICandleFeed>(s => s.GetRequiredKeyedService<BinanceVenue>(options.MarketDataFrom).Feed);
        return services;
    }
}

using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TradingBot.Exchange.MarketData;
using TradingBot.Grains.Backtesting;
using TradingBot.Grains.Billing;
using TradingBot.Grains.MarketData;
using TradingBot.Grains.Trading.Paper;
using TradingBot.Grains.Trading.Risk;
using TradingBot.Grains.Trading.Strategies;

namespace TradingBot.Grains.Trading;

/// <summary>Wires what the trading grains ask for, beside market data, Binance, the secrets' vault and the journal.</summary>
public static class TradingServices
{
    /// <summary>Adds symbols, the built-in strategies, the exchanges of the modes, the runner of backtests and the switch of the service.</summary>
    public static IServiceCollection AddTrading(this IServiceCollection services, PaperOptions paper, TradingOptions trading)
    {
        // Gauges are there before the first trader is: what is missing alerts nobody.
        RuntimeHelpers.RunClassConstructor(typeof(TradingMetrics).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(MarketDataMetrics).TypeHandle);
        services.AddSingleton<SymbolDirectory>();
        services.AddSingleton(StrategyCatalog.BuiltIn);
        services.AddSingleton(paper);
        services.TryAddSingleton(BillingTerms.Off);
        services.AddSingleton(trading);
        services.AddSingleton<ExchangeSelector>();
        services.AddSingleton<BacktestRunner>();
        services.AddSingleton<ServiceSwitch>();
        return services;
    }
}

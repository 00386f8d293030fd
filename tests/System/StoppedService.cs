using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using TradingBot.Exchange.Binance;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Secrets;
using TradingBot.Grains.Trading;
using TradingBot.MarketData;
using TradingBot.Silo.Hosting;
using TradingBot.Trading;

namespace TradingBot.Tests.System;

/// <summary>Reads the data folder of a service that is not running: its grains on a market that stands still.</summary>
internal sealed class StoppedService(IHost host) : IAsyncDisposable
{
    public IClusterClient Grains { get; } = host.Services.GetRequiredService<IClusterClient>();

    public static async Task<StoppedService> OpenAsync(string dataDirectory, string? journal)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddMarketData(new() { Speed = 0.001 });
        builder.Services.AddBinance(new(), MarketDataSource.Simulated);
        builder.Services.AddSingleton(new SecretVault(MasterKey.Create()));
        builder.Services.AddTrading(new(), new());
        builder.Services.AddGrainsAndJournal(dataDirectory, new() { ConnectionString = journal });
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    /// <summary>
    /// Hands a trader one more candle: a process may end while the exchange is ahead of the trader, in the middle of a candle, and
    /// the next one settles what is open.
    /// </summary>
    public Task HandAsync(TraderKey key, CandleSeries series, ClosedCandle candle) =>
        Grains.GetGrain<ITraderGrain>(key.ToString()).OnCandleAsync(series, candle);

    /// <summary>Closes a trader's position.</summary>
    public async Task FlattenAsync(TraderKey key) =>
        (await Grains.GetGrain<ITraderGrain>(key.ToString()).FlattenAsync()).Succeeded.ShouldBeTrue();

    public async Task<(TraderStatus Status, ImmutableArray<Trade> Trades, PaperAccountView Account)> ReadAsync(TraderKey key)
    {
        var trader = Grains.GetGrain<ITraderGrain>(key.ToString());
        var account = Grains.GetGrain<IPaperAccountGrain>(key.UserId);
        return (await trader.GetStatusAsync(), await trader.GetRecentTradesAsync(), await account.GetAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}

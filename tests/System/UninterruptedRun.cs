using System.Collections.Immutable;
using TradingBot.Exchange;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Simulation;
using TradingBot.Grains.Trading;
using TradingBot.Grains.Trading.Paper;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Silo.Demo;
using TradingBot.Trading;

namespace TradingBot.Tests.System;

/// <summary>What a demo trader would have done in one go, without any engine, store or process in between.</summary>
internal sealed class UninterruptedRun : IExchange, ICandleHistory
{
    private readonly SimulatedAccount _account;
    private readonly SymbolInfo _symbol;
    private readonly ICandleFeed _feed;
    private readonly long _startedAfter;

    private UninterruptedRun(SimulatedAccount account, SymbolInfo symbol, ICandleFeed feed, long startedAfter) =>
        (_account, _symbol, _feed, _startedAfter) = (account, symbol, feed, startedAfter);

    // The demo's market as seen a year later.
    private static SimulatedFeed Market => new(1, 1, SimulatedFeed.DefaultStart.AddYears(1), TimeProvider.System);

    /// <summary>A candle of the demo's market.</summary>
    public static async Task<Candle> CandleAsync(CandleSeries series, long openTime) =>
        (await Market.GetHistoryAsync(series, openTime, openTime, 1, default)).Single();

    /// <summary>Trades from a start to a candle.</summary>
    public static async Task<(TraderStatus Status, ImmutableArray<Trade> Trades, Fixed16 Quote)> ToAsync(
        DemoTrader demo, long startedAfter, long lastCandle)
    {
        var options = new PaperOptions();
        var feed = Market;
        var symbol = (await feed.GetSymbolsAsync(demo.Key.Symbol.Market, default)).Single(s => s.Id == demo.Key.Symbol);
        var account = new SimulatedAccount(new(), options.SpotFee, options.FuturesFee);
        account.State.Balances["USDT"] = account.State.FuturesBalances["USDT"] = options.StartBalance;
        var run = new UninterruptedRun(account, symbol, feed, startedAfter);
        var trader = new Trader(
            demo.Key, new(), symbol, run, run, StrategyCatalog.BuiltIn, account.FeeOf(symbol.Id.Market), () => Task.CompletedTask);
        (await trader.ConfigureAsync(demo.Settings)).ShouldBeEmpty();
        (await trader.StartAsync()).ShouldBeEmpty();

        var series = new CandleSeries(symbol.Id, demo.Settings.Interval);
        for (var last = startedAfter; last < lastCandle;)
        {
            foreach (var candle in await feed.GetHistoryAsync(series, last + 1, lastCandle, 1_500, default))
            {
                await trader.OnCandleAsync(new(candle, last));
                last = candle.OpenTime;
            }
        }

        var balances = symbol.Id.Market == MarketType.Spot ? account.State.Balances : account.State.FuturesBalances;
        return (trader.Describe(), trader.RecentTrades, balances["USDT"]);
    }

    Task<ImmutableArray<Candle>> ICandleHistory.GetAsync(CandleSeries series, long? from, long? to, int limit) =>
        _feed.GetHistoryAsync(series, from, to ?? _startedAfter, limit, default);

    Task<VenueStep> IExchange.AdvanceAsync(Candle candle, long acknowledged) =>
        Task.FromResult(_account.Advance(_symbol, candle, acknowledged, out _));

    Task<VenueAnswer> IExchange.PlaceAsync(OrderRequest order) => Task.FromResult(_account.Place(_symbol, order));

    Task<VenueAnswer> IExchange.CancelAsync(long orderId) => Task.FromResult(_account.Cancel(_symbol, orderId));

    Task<VenueAnswer> IExchange.ReplaceAsync(long orderId, OrderRequest order) => Task.FromResult(_account.Replace(_symbol, orderId, order));

    Task<VenueKnowledge> IExchange.FindAsync(long orderId) => Task.FromResult(_account.Find(_symbol, orderId));
}

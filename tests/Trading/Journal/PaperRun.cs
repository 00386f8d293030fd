using System.Collections.Immutable;
using TradingBot.Exchange;
using TradingBot.Exchange.Simulation;
using TradingBot.Grains.Journal;
using TradingBot.Grains.Trading;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Tests.Support;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Journal;

/// <summary>A paper trader over recorded candles, with what it and its exchange would write to the journal.</summary>
internal sealed class PaperRun : IExchange, ICandleHistory, ISimulationRecord
{
    private readonly SymbolInfo _symbol;
    private readonly SimulatedAccount _account;

    public PaperRun(string userId, SymbolInfo symbol, TraderSettings settings, Fixed8 cash, Fixed8 fee)
    {
        _symbol = symbol;
        Key = new(userId, symbol.Id);
        _account = new(new(), fee, fee, record: this);
        _account.State.Balances["USDT"] = _account.State.FuturesBalances["USDT"] = cash;
        Trader = new(
            Key, State, symbol, this, this, StrategyCatalog.BuiltIn, fee, () => Task.CompletedTask,
            new TraderJournal(Key, symbol, State, new ManualTimeProvider()));
        Settings = settings;
    }

    public TraderKey Key { get; }

    public TraderSettings Settings { get; }

    public TraderState State { get; } = new();

    public Trader Trader { get; }

    public List<ExchangeEntry> Exchange { get; } = [];

    public Fixed16 Quote => (_symbol.Id.Market == MarketType.Spot ? _account.State.Balances : _account.State.FuturesBalances)["USDT"];

    public async Task RunAsync(IEnumerable<Candle> candles)
    {
        if (State.Settings is null)
        {
            (await Trader.ConfigureAsync(Settings)).ShouldBeEmpty();
            (await Trader.StartAsync()).ShouldBeEmpty();
        }

        foreach (var candle in candles)
            await Trader.OnCandleAsync(new(candle, State.Trading.Candle));
    }

    /// <summary>Writes all that waits, as the grains do.</summary>
    public async Task WriteAsync(IJournal journal)
    {
        await journal.WriteAsync(Key, State.Outbox);
        await journal.WriteAsync(Key.UserId, Exchange);
    }

    Task<ImmutableArray<Candle>> ICandleHistory.GetAsync(CandleSeries series, long? from, long? to, int limit) =>
        Task.FromResult(ImmutableArray<Candle>.Empty);

    Task<VenueStep> IExchange.AdvanceAsync(Candle candle, long acknowledged) =>
        Task.FromResult(_account.Advance(_symbol, candle, acknowledged, out _));

    Task<VenueAnswer> IExchange.PlaceAsync(OrderRequest order) => Task.FromResult(_account.Place(_symbol, order));

    Task<VenueAnswer> IExchange.CancelAsync(long orderId) => Task.FromResult(_account.Cancel(_symbol, orderId));

    Task<VenueAnswer> IExchange.ReplaceAsync(long orderId, OrderRequest order) => Task.FromResult(_account.Replace(_symbol, orderId, order));

    Task<VenueKnowledge> IExchange.FindAsync(long orderId) => Task.FromResult(_account.Find(_symbol, orderId));

    void ISimulationRecord.OnPlaced(OrderRequest order) => Exchange.Add(new(
        order.Symbol, 0, Placed: new(order.Id, order.ClientOrderId, order.Side, order.Type, order.Quantity, order.Trigger, order.Limit)));

    void ISimulationRecord.OnCancelled(MarketSymbol symbol, long orderId) => Exchange.Add(new(symbol, 0, Cancelled: orderId));

    void ISimulationRecord.OnFilled(MarketSymbol symbol, ExecutionReport report) => Exchange.Add(new(symbol, 0, Fill: report));
}

using System.Collections.Immutable;
using System.Text.Json;
using TradingBot.Exchange;
using TradingBot.Exchange.Simulation;
using TradingBot.Grains.Journal;
using TradingBot.Grains.Trading;
using TradingBot.Grains.Trading.Paper;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Tests.Support;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Journal;

/// <summary>
/// A paper trader and its exchange, each with a stored state as their grains have, in a process that dies at a chosen step: before or
/// after any write and any command. Then both begin again from what is stored, with the candle that was being handled.
/// </summary>
internal sealed class CrashingRun : IExchange, ICandleHistory, ISimulationRecord
{
    private readonly TraderKey _key;
    private readonly SymbolInfo _symbol;
    private readonly Fixed8 _fee;
    private readonly IJournal _journal;
    private readonly int _flushEvery;
    private byte[] _storedTrader;
    private byte[] _storedAccount;
    private TraderState _state = null!;
    private PaperAccountState _accountState = null!;
    private SimulatedAccount _account = null!;
    private Trader _trader = null!;
    private Outbox<JournalEntry> _outbox = null!;
    private Outbox<ExchangeEntry> _accountOutbox = null!;
    private int _crashIn = -1;
    private int _steps;

    public CrashingRun(TraderKey key, SymbolInfo symbol, Fixed8 cash, Fixed8 fee, IJournal journal, int flushEvery)
    {
        (_key, _symbol, _fee, _journal, _flushEvery) = (key, symbol, fee, journal, flushEvery);
        var account = new PaperAccountState();
        account.Balances["USDT"] = account.FuturesBalances["USDT"] = cash;
        (_storedTrader, _storedAccount) = (JsonSerializer.SerializeToUtf8Bytes(new TraderState()), JsonSerializer.SerializeToUtf8Bytes(account));
        Begin();
    }

    /// <summary>Steps until the last candle, which settles what a crash has left open.</summary>
    public int StepsBeforeLast { get; private set; }

    public Trader Trader => _trader;

    public async Task RunAsync(TraderSettings settings, IReadOnlyList<Candle> candles, int crashAt)
    {
        (await _trader.ConfigureAsync(settings)).ShouldBeEmpty();
        (await _trader.StartAsync()).ShouldBeEmpty();
        (_crashIn, _steps) = (crashAt, 0);
        for (var i = 0; i <= candles.Count; i++)
        {
            if (i == candles.Count - 1)
                StepsBeforeLast = _steps;
            try
            {
                if (i < candles.Count)
                    await _trader.OnCandleAsync(new(candles[i], _state.Trading.Candle));
                if (i % _flushEvery == 0 || i == candles.Count)
                    await FlushAsync();
            }
            catch (CrashException)
            {
                Begin();
                i--;
            }
        }
    }

    private async Task FlushAsync()
    {
        if (_outbox.HasUnstored)
            await SaveAsync();
        await _outbox.FlushAsync();
        await _accountOutbox.FlushAsync();
    }

    private void Begin()
    {
        _state = JsonSerializer.Deserialize<TraderState>(_storedTrader)!;
        _accountState = JsonSerializer.Deserialize<PaperAccountState>(_storedAccount)!;
        _account = new(_accountState, _fee, _fee, record: this);
        _outbox = new(_state.Outbox, async entries =>
        {
            Step();
            await _journal.WriteAsync(_key, entries);
            Step();
        });
        _accountOutbox = new(_accountState.Outbox, async entries =>
        {
            Step();
            await _journal.WriteAsync(_key.UserId, entries);
            Step();
        });
        _trader = new(
            _key, _state, _symbol, this, this, StrategyCatalog.BuiltIn, _fee, SaveAsync,
            new TraderJournal(_key, _symbol, _state, new ManualTimeProvider()));
    }

    private Task SaveAsync() => _outbox.StoreAsync(() =>
    {
        Step();
        _storedTrader = JsonSerializer.SerializeToUtf8Bytes(_state);
        Step();
        return Task.CompletedTask;
    });

    private async Task<T> CommandAsync<T>(Func<(T Answer, bool Save)> command)
    {
        Step();
        var (answer, save) = command();
        if (save)
        {
            await _accountOutbox.StoreAsync(() =>
            {
                _account.Flush();
                Step();
                _storedAccount = JsonSerializer.SerializeToUtf8Bytes(_accountState);
                return Task.CompletedTask;
            });
        }

        Step();
        return answer;
    }

    private void Step()
    {
        _steps++;
        if (_crashIn-- == 0)
            throw new CrashException();
    }

    Task<ImmutableArray<Candle>> ICandleHistory.GetAsync(CandleSeries series, long? from, long? to, int limit) =>
        Task.FromResult(ImmutableArray<Candle>.Empty);

    Task<VenueStep> IExchange.AdvanceAsync(Candle candle, long acknowledged) =>
        CommandAsync(() => (_account.Advance(_symbol, candle, acknowledged, out var changed), changed));

    Task<VenueAnswer> IExchange.PlaceAsync(OrderRequest order) => CommandAsync(() => (_account.Place(_symbol, order), true));

    Task<VenueAnswer> IExchange.CancelAsync(long orderId) => CommandAsync(() => (_account.Cancel(_symbol, orderId), true));

    Task<VenueAnswer> IExchange.ReplaceAsync(long orderId, OrderRequest order) => CommandAsync(() => (_account.Replace(_symbol, orderId, order), true));

    Task<VenueKnowledge> IExchange.FindAsync(long orderId) => CommandAsync(() => (_account.Find(_symbol, orderId), false));

    void ISimulationRecord.OnPlaced(OrderRequest order) => _accountOutbox.Add(new(
        order.Symbol, 0, Placed: new(order.Id, order.ClientOrderId, order.Side, order.Type, order.Quantity, order.Trigger, order.Limit)));

    void ISimulationRecord.OnCancelled(MarketSymbol symbol, long orderId) => _accountOutbox.Add(new(symbol, 0, Cancelled: orderId));

    void ISimulationRecord.OnFilled(MarketSymbol symbol, ExecutionReport report) => _accountOutbox.Add(new(symbol, 0, Fill: report));

    private sealed class CrashException : Exception;
}

using System.Collections.Immutable;
using System.Diagnostics;
using TradingBot.Exchange;
using TradingBot.Exchange.Diagnostics;
using TradingBot.Grains.Trading.Risk;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Trading;

/// <summary>
/// One user's trading of one symbol: takes closed candles in order, asks the strategy, and carries out at the exchange what the
/// state machine plans, writing each intent before it is sent. Every method must be awaited before the next one is called;
/// after an exception the object is to be thrown away and made anew from the stored state.
/// </summary>
public sealed partial class Trader : ITradingObserver
{
    private readonly TraderKey _key;
    private readonly TraderState _state;
    private readonly ICandleHistory _history;
    private readonly StrategyCatalog _strategies;
    private readonly Func<Task> _save;
    private readonly TraderJournal? _journal;
    private readonly string _orderPrefix;
    private readonly TradingStateMachine _machine;
    private SymbolInfo _symbol;
    private Fixed8 _feeRate;
    private IExchange? _exchange;
    private IStrategy? _strategy;

    /// <summary>Takes up a trader from its state.</summary>
    /// <param name="key">Owner and symbol.</param>
    /// <param name="state">The durable state.</param>
    /// <param name="symbol">Symbol and filters.</param>
    /// <param name="exchange">The exchange; null for one that is connected later, by <see cref="ConnectAsync"/>.</param>
    /// <param name="history">Earlier candles.</param>
    /// <param name="strategies">The strategies to choose from.</param>
    /// <param name="feeRate">The commission rate to expect.</param>
    /// <param name="save">Makes the state durable.</param>
    /// <param name="journal">Takes down what it does; null where nobody asks.</param>
    /// <param name="time">Clock; null for the system's.</param>
    /// <param name="gate">Who stands above it: the user's rules and switches; null for nobody.</param>
    /// <param name="isRealTime">Candles carry the time of the clock, so that they can be told to be stale.</param>
    public Trader(
        TraderKey key, TraderState state, SymbolInfo symbol, IExchange? exchange, ICandleHistory history, StrategyCatalog strategies,
        Fixed8 feeRate, Func<Task> save, TraderJournal? journal = null, TimeProvider? time = null, IEntryGate? gate = null, bool isRealTime = false)
    {
        _time = time ?? TimeProvider.System;
        _sentAt = _doubtfulSince = _time.GetTimestamp();
        (_key, _state, _symbol, _exchange, _history) = (key, state, symbol, exchange, history);
        (_strategies, _feeRate, _save, _journal) = (strategies, feeRate, save, journal);
        (_gate, _isRealTime) = (gate, isRealTime);
        _orderPrefix = ClientOrderIds.PrefixOf(key.ToString());
        _machine = new(state.Trading, RulesOf(state.Settings), this);
        if (state.Settings is { } settings)
        {
            _strategy = strategies.Create(settings.Strategy);
            _machine.Risk = RiskOf(settings);
            if (!state.StrategyMemory.IsEmpty)
                _strategy.TryRestore(state.StrategyMemory);
        }

        Allow();
    }

    /// <summary>The series that the trader follows, once it has settings.</summary>
    public CandleSeries? Series => _state.Settings is { } s ? new(_symbol.Id, s.Interval) : null;

    /// <summary>True while candles matter to it: it trades, or a position or order is still open.</summary>
    public bool NeedsCandles => _state.RunState != TraderRunState.Stopped || HasOpenBusiness;

    /// <summary>Whether a position or an order is open, or a command unanswered.</summary>
    public bool HasOpenBusiness =>
        _state.Trading is var t
        && (t.Phase == TradePhase.Long || t.Entry.IsLive || t.Exit.IsLive || t.InFlight.Kind != CommandKind.None || t.Doubtful.Kind != CommandKind.None);

    /// <summary>Sets the first settings, or the ones that take effect at the next close.</summary>
    /// <returns>What is wrong with them; then nothing has changed.</returns>
    public async Task<ImmutableArray<ValidationError>> ConfigureAsync(TraderSettings settings)
    {
        var errors = TraderSettingsValidator.Validate(settings, _symbol, _strategies);
        if (!errors.IsEmpty)
            return errors;
        if (_state.Settings is { } old && settings.Mode != old.Mode && NeedsCandles)
            return [new("mode", "cannot change while the trader runs, or a position or an order is open; stop and flatten first.")];
        if (_state.Settings is null || !NeedsCandles)
            Apply(settings);
        else
            _state.PendingSettings = settings;
        await _save();
        return [];
    }

    /// <summary>Starts trading with the next candle that closes, warmed up on those before it.</summary>
    /// <returns>What stands against it; then nothing has changed.</returns>
    public async Task<ImmutableArray<ValidationError>> StartAsync()
    {
        if (_state.Settings is null)
            return [new("settings", "missing; set them before the trader is started.")];

        // From a standstill the first candle decides what lies before it: that the strategy must have seen, untraded.
        if (!NeedsCandles)
            _state.WarmUpPending = true;
        if (_state.RunState == TraderRunState.Stopped)
            _machine.Risk!.ResetDrawdown();
        await SetRunStateAsync(TraderRunState.Running);
        return [];
    }

    /// <summary>No entries from now on; an open entry order is cancelled. A position keeps its stop.</summary>
    public Task StopAsync() => SetRunStateAsync(TraderRunState.Stopped);

    /// <summary>No entries from now on; an open entry order is cancelled. A position is managed to its exit.</summary>
    public async Task<ImmutableArray<ValidationError>> PauseAsync()
    {
        if (_state.RunState == TraderRunState.Stopped)
            return [new("runState", "the trader is stopped; only a running one can be paused.")];
        await SetRunStateAsync(TraderRunState.Paused);
        return [];
    }

    /// <summary>Takes up entries again after a pause.</summary>
    public async Task<ImmutableArray<ValidationError>> ResumeAsync()
    {
        if (_state.RunState == TraderRunState.Stopped)
            return [new("runState", "the trader is stopped; start it instead.")];
        await SetRunStateAsync(TraderRunState.Running);
        return [];
    }

    /// <summary>Sells an open position at market now and cancels an open entry order. Entries go on at the next close if it is running.</summary>
    public async Task FlattenAsync()
    {
        if (IsSimulated)
            await SettleAsync();
        _exitRefusedAt = null;
        _machine.Flatten();
        if (!IsSimulated)
            await _save();
        if (IsReady && await SettleAsync())
        {
            await DrainAsync();
            await TakeReportsAsync();
        }
    }

    /// <summary>What people see.</summary>
    public TraderStatus Describe()
    {
        var trading = _state.Trading;
        var isLong = trading.Phase == TradePhase.Long;
        return new(
            _key.UserId, _key.Symbol, _state.Settings, _state.PendingSettings, _state.RunState, _state.Candle,
            _strategy is null || _state.Candle is null ? [] : _strategy.Indicators,
            trading.Phase.ToString(), trading.Held,
            isLong ? trading.Trade.EntryPrice : default,
            isLong && trading.Exit.IsLive ? trading.Exit.Trigger : default,
            View(trading.Entry), View(trading.Exit),
            Name(trading.InFlight.Kind != CommandKind.None ? trading.InFlight : trading.Doubtful),
            isLong ? trading.Held * trading.Close + trading.Trade.Proceeds - trading.Trade.Cost - trading.Trade.QuoteFees : default,
            _state.Totals, _state.Notice, _state.StartedAfter, NotTrading,
            _machine.Risk?.State is { } risk ? new(_state.BlockedBy, risk.DayPnl, risk.Drawdown) : null, _foreign, _state.ForeignPosition);
    }

    /// <summary>Shows how it stands after a turn.</summary>
    /// <returns>What it has at stake; null before the first settings.</returns>
    internal TraderExposure? Show(TraderGauge gauge)
    {
        if (Exposure is not { } exposure)
            return null;
        gauge.Show(_state.RunState, _state.Trading, exposure);
        return exposure;
    }

    /// <summary>The last closed trades, oldest first.</summary>
    public ImmutableArray<Trade> RecentTrades => [.. _state.Trades];

    void ITradingObserver.OnTrade(Trade trade)
    {
        _journal?.Trade(trade);
        _state.Totals = _state.Totals.With(trade);
        if (_state.Trades.Count == TraderState.RecentTrades)
            _state.Trades.RemoveAt(0);
        _state.Trades.Add(trade);
    }

    void ITradingObserver.OnOrder(TradeOrder order, bool isExit) => _journal?.Order(order, isExit);

    void ITradingObserver.OnEntryRefused(EntryRefusal refusal)
    {
        TradingMetrics.EntryRefused(Mode, refusal);
        if (refusal.Reason == EntryRefusalReason.Risk)
            Block(refusal.Risk);
        else if (refusal.Reason != EntryRefusalReason.Venue)
            Notify(refusal.ToString());
    }

    void ITradingObserver.OnExitRefused(TradeOrder order, int attempt) { }

    // Books what commands have caused at once: the fill of a market order.
    private async Task TakeReportsAsync()
    {
        while (_state.Trading is { Exit: { IsLive: true, Type: OrderType.Market } } or { Entry: { IsLive: true, Type: OrderType.Market } })
        {
            if (_state.Candle is not { } candle)
                return;
            var step = await Exchange.AdvanceAsync(candle, _state.Acknowledged);
            if (step.Reports.IsEmpty)
                return;
            Book(step.Reports);
            await DrainAsync();
        }
    }

    private void Book(ImmutableArray<ExecutionReport> reports)
    {
        foreach (var report in reports)
        {
            if (report.Sequence <= _state.Acknowledged)
                continue;
            _state.Acknowledged = report.Sequence;
            _journal?.Begin(report);
            switch (report.Kind)
            {
                case ExecutionKind.Fill:
                    TradingMetrics.Filled(Mode, report.Side);
                    using (var span = Tracing.Resume("fill", ActivityKind.Consumer, TraceOf(report.OrderId)))
                        span?.SetTag("order", IdOf(report.OrderId)).SetTag("side", report.Side.ToString()).SetTag("report", report.Sequence);
                    _machine.OnFill(
                        report.OrderId, report.Side, report.Price, report.Quantity,
                        report.CommissionAsset is null ? report.Commission : Fixed8.Zero, report.CommissionInBase,
                        _state.Settings!.Interval.OpenTimeOf(report.Time));
                    break;
                case ExecutionKind.Triggered:
                    _machine.OnTriggered(report.OrderId);
                    break;
                default:
                    _machine.OnEnded(report.OrderId, report.Status);
                    break;
            }

            _journal?.End();
        }
    }

    // By the order's own record: it may have been sent long ago, and by another process.
    private string? TraceOf(long orderId) =>
        _state.Trading is var t && t.Entry.Id == orderId ? t.Entry.Trace
        : t.Exit.Id == orderId ? t.Exit.Trace
        : t.InFlight.Order.Id == orderId ? t.InFlight.Order.Trace
        : t.Doubtful.Order.Id == orderId ? t.Doubtful.Order.Trace
        : null;

    private void Apply(TraderSettings settings)
    {
        var mode = _state.Settings?.Mode ?? TradingMode.Paper;
        if (mode != settings.Mode)
            GoTo(mode, settings.Mode);
        var keep = settings.Strategy.Name == _state.Settings?.Strategy.Name && settings.Interval == _state.Settings.Interval;
        _state.Settings = settings;
        _state.PendingSettings = null;
        _machine.Rules = RulesOf(settings);
        _machine.Risk = RiskOf(settings);
        _strategy = _strategies.Create(settings.Strategy);
        if (!keep || !_strategy.TryRestore(_state.StrategyMemory))
            _state.StrategyMemory = [];
    }

    private async Task SetRunStateAsync(TraderRunState runState)
    {
        if (IsSimulated)
            await SettleAsync();
        if (_state.RunState != runState)
            _journal?.RunState(runState);
        _state.RunState = runState;
        Allow();
        if (runState != TraderRunState.Running)
            _machine.CancelOpenEntry();
        // What people have decided does not depend on whether the venue answers now.
        if (!IsSimulated)
            await _save();
        if (IsReady && await SettleAsync())
            await DrainAsync();
    }

    private TradingMode Mode => _state.Settings?.Mode ?? TradingMode.Paper;

    private void Allow()
    {
        _machine.EntriesAllowed = _state.RunState == TraderRunState.Running && EntryHold.Length == 0;
        _machine.TrailingAllowed = _state.RunState != TraderRunState.Stopped;
    }

    private TradingRules RulesOf(TraderSettings? settings) =>
        new(_symbol, settings?.Size ?? default, settings?.Leverage ?? 1, _feeRate);

    private static string Name(VenueCommand command) =>
        command.Kind == CommandKind.None ? "" : $"{command.Kind} {(command.IsExit ? "exit" : "entry")} {command.Order.Id}";

    private static OrderView? View(TradeOrder order) =>
        order.IsLive
            ? new(order.Id, order.Side, order.Type, order.Quantity, order.Filled, order.Trigger, order.Limit, order.Triggered, order.Status)
            : null;
}

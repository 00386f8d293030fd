using System.Text.Json;
using TradingBot.Grains.Trading;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Tests.Trading.Traders;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.StateMachine;

/// <summary>
/// Drives a state machine against the venue model the way its documentation says, and checks after every step that nothing forbidden has
/// happened.
/// </summary>
internal sealed partial class MachineRun : ITradingObserver
{
    private const int MaxCommandsPerInput = 12;
    private const long Tick = 1_000_000;

    private readonly SymbolInfo _symbol;
    private readonly VenueModel _venue;
    private readonly Queue<int> _faults = [];
    private readonly List<ExecutionReport> _bookedSinceSave = [];
    private readonly List<Trade> _trades = [];
    private TradingState _state = new();
    private TradingStateMachine _machine;
    private Fixed16 _ledger;
    private Fixed8 _held;
    private Fixed8 _knownPrice;
    private Fixed8 _lastStop;
    private long _lastId;
    private bool _exitRefused;
    private bool _entryRefused;
    private bool _isFlattening;
    private int _stepsToCrash = -1;
    private Action _restore = null!;

    public MachineRun(MarketType market)
    {
        _symbol = new(new(market, "BTCUSDT"), "BTC", "USDT", new(Tick), new(100_000), new(100_000), new(100_000_000_000), Fixed8.Zero);
        _venue = new(market, _symbol.StepSize, new(100_000));
        _machine = new(_state, Rules(5), this);
        Save();
    }

    public int Trades => _trades.Count;

    public int Commands { get; private set; }

    public int Refusals { get; private set; }

    public int Crashes { get; private set; }

    public void Take(Input input)
    {
        try
        {
            TakeUntilCrash(input);
        }
        catch (BrokenOffException)
        {
            Restore();
        }
    }

    private void TakeUntilCrash(Input input)
    {
        switch (input.Kind)
        {
            case Happening.Move:
                _venue.Move(_venue.Price + new Fixed8(input.A * Tick), input.B);
                return;
            case Happening.Fault:
                for (var i = 0; i < input.B; i++)
                    _faults.Enqueue(input.A);
                return;
            case Happening.EndedByVenue:
                _venue.EndByItself(input.A == 0 ? OrderSide.Buy : OrderSide.Sell);
                return;
            case Happening.Deliver:
                for (var i = 0; i < input.A && _venue.Pending.Count > 0; i++)
                    Deliver(_venue.Pending[input.B % _venue.Pending.Count]);
                break;
            case Happening.Settle:
                Settle();
                break;
            case Happening.Crash:
                _stepsToCrash = input.A;
                return;
            case Happening.Close:
                if (input.D % 2 == 0)
                    DeliverAll();
                Close(input);
                break;
            case Happening.Flatten:
                _isFlattening = _state.Phase == TradePhase.Long;
                _machine.Flatten();
                break;
            case Happening.Pause:
                _machine.EntriesAllowed = false;
                _machine.CancelOpenEntry();
                break;
            case Happening.Stop:
                (_machine.EntriesAllowed, _machine.TrailingAllowed) = (false, false);
                _machine.CancelOpenEntry();
                break;
            case Happening.Resume:
                (_machine.EntriesAllowed, _machine.TrailingAllowed) = (true, true);
                break;
            case Happening.Resize:
                _machine.Rules = Rules(input.A + 1);
                break;
        }

        Drain();
        Check();
    }

    /// <summary>No more faults, and everything is told: what must hold then.</summary>
    public void ComeToRest()
    {
        _faults.Clear();
        _stepsToCrash = -1;
        for (var i = 0; i < 3; i++)
        {
            Settle();
            Drain();
            DeliverAll();
            Drain();
            Take(new(Happening.Close, 10, 0, 20, 0));
        }

        while (_venue.Pending.Count > 0)
        {
            DeliverAll();
            Drain();
        }

        Check();
        _state.InFlight.Kind.ShouldBe(CommandKind.None);
        _exitRefused.ShouldBeFalse("with nothing left to refuse it, the exit is at the venue");
    }

    void ITradingObserver.OnTrade(Trade trade)
    {
        _trades.Add(trade);
        _isFlattening = false;
    }

    void ITradingObserver.OnEntryRefused(EntryRefusal refusal) { }

    void ITradingObserver.OnExitRefused(TradeOrder order, int attempt) => Refusals++;

    private TradingRules Rules(int quantity) => new(_symbol, new(SizeKind.Fixed, new(quantity * 100_000L)), 1, new(100_000));

    private void Close(Input input)
    {
        var close = _venue.Price;
        var entry = (input.D / 2 % 4) switch { 0 => EntryKind.None, 1 => EntryKind.Market, _ => EntryKind.StopLimit };
        var trigger = close + new Fixed8(input.A * Tick);
        var signal = new Signal(entry, trigger, trigger + new Fixed8(input.B * Tick), close - new Fixed8(input.C * Tick), Exit: input.D / 8 % 4 == 0);
        _knownPrice = close;
        (_exitRefused, _entryRefused) = (false, false);
        _machine.OnClose(new(_venue.Time, close, close, close, close, 1), signal, Fixed8.FromDecimal(1_000_000));
        _venue.Time += 60_000;
    }

    // As the trader does it: what is planned is made durable before it is sent.
    private void Drain()
    {
        var isInFlight = _state.InFlight.Kind != CommandKind.None;
        var planned = Plan();
        (isInFlight && planned).ShouldBeFalse("one command at a time");
        Save();
        for (var commands = 0; planned; commands++)
        {
            commands.ShouldBeLessThan(MaxCommandsPerInput, "the machine spins");
            Commands++;
            var outcome = Send(_faults.TryDequeue(out var fault) ? fault : 0);
            CrashHere();
            if (outcome is null)
                return;
            Answer(outcome.Value);
            NoteStop();
            CrashHere();
            planned = Plan();
            if (planned)
                Save();
        }
    }

    private bool Plan()
    {
        if (!_machine.Plan())
            return false;
        CheckPlanned(_state.InFlight);
        return true;
    }

    private void Save()
    {
        CrashHere();
        var state = JsonSerializer.Serialize(_state);
        var (entries, trailing, rules) = (_machine.EntriesAllowed, _machine.TrailingAllowed, _machine.Rules);
        var (ledger, held, price, stop, id, trades) = (_ledger, _held, _knownPrice, _lastStop, _lastId, _trades.Count);
        var (exitRefused, entryRefused, flattening) = (_exitRefused, _entryRefused, _isFlattening);
        _bookedSinceSave.Clear();
        _restore = () =>
        {
            _state = JsonSerializer.Deserialize<TradingState>(state)!;
            _machine = new(_state, rules, this) { EntriesAllowed = entries, TrailingAllowed = trailing };
            (_ledger, _held, _knownPrice, _lastStop, _lastId) = (ledger, held, price, stop, id);
            (_exitRefused, _entryRefused, _isFlattening) = (exitRefused, entryRefused, flattening);
            _trades.RemoveRange(trades, _trades.Count - trades);
        };
        CrashHere();
    }

    private void CrashHere()
    {
        if (_stepsToCrash >= 0 && _stepsToCrash-- == 0)
            throw new BrokenOffException();
    }

    // The process begins again with what was durable, and the venue tells again what is not in there.
    private void Restore()
    {
        Crashes++;
        _restore();
        _venue.Pending.InsertRange(0, _bookedSinceSave);
        _bookedSinceSave.Clear();
    }

    // 1: refused. 2: lost on the way there. 3: lost on the way back. 4: reports overtake the answer. 5: fills come in parts.
    private VenueOutcome? Send(int fault)
    {
        if (fault is 1 or 2)
            return fault == 1 ? VenueOutcome.Refused : null;
        var outcome = _venue.Carry(_state.InFlight, fault == 5 ? 3 : 1);
        if (fault == 4)
            DeliverAll();
        return fault == 3 ? null : outcome;
    }

    private void Answer(VenueOutcome outcome)
    {
        var (kind, isExit) = (_state.InFlight.Kind, _state.InFlight.IsExit);
        if (kind != CommandKind.None && outcome is VenueOutcome.Refused or VenueOutcome.RefusedWouldTrigger or VenueOutcome.CancelledNotPlaced)
            (_exitRefused, _entryRefused) = (_exitRefused || isExit, _entryRefused || !isExit);
        // What has become of an order that is not open is told before the answer.
        if (outcome == VenueOutcome.OrderNotOpen)
            DeliverOf(_state.InFlight.CancelId);
        _machine.Complete(outcome);
    }

    private void Settle()
    {
        var command = _state.InFlight;
        if (command.Kind == CommandKind.None)
            return;
        if (command.Kind != CommandKind.Cancel && _venue.Find(command.Order.Id) is not null)
            Answer(VenueOutcome.Accepted);
        else if (command.Kind == CommandKind.Place || _venue.Find(command.CancelId) is { IsLive: true })
            Answer(_venue.Carry(command, 1));
        else
            Answer(VenueOutcome.OrderNotOpen);
    }

    private void DeliverAll()
    {
        while (_venue.Pending.Count > 0)
            Deliver(_venue.Pending[0]);
    }

    private void DeliverOf(long orderId)
    {
        while (_venue.Pending.Find(r => r.OrderId == orderId) is { } report)
            Deliver(report);
    }

    private void Deliver(ExecutionReport r)
    {
        _venue.Pending.Remove(r);
        _bookedSinceSave.Add(r);
        switch (r.Kind)
        {
            case ExecutionKind.Triggered:
                _machine.OnTriggered(r.OrderId);
                return;
            case ExecutionKind.Ended:
                _machine.OnEnded(r.OrderId, r.Status);
                return;
        }

        var signed = r.Side == OrderSide.Buy ? r.Quantity : -r.Quantity;
        _held += signed - (r.CommissionInBase ? r.Commission : Fixed8.Zero);
        _ledger = _ledger - r.Price * signed - (r.CommissionInBase ? Fixed8.Zero : r.Commission);
        if (r.Time > _state.Candle)
            _knownPrice = r.Price;
        var wasLong = _state.Phase == TradePhase.Long;
        _machine.OnFill(r.OrderId, r.Side, r.Price, r.Quantity, r.Commission, r.CommissionInBase, r.Time);
        if (!wasLong)
            _lastStop = default;
        NoteStop();
    }
}

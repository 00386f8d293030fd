using TradingBot.Grains.Trading.Risk;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Trading;

/// <summary>
/// The order and position state machine of the trading spec, section 4: one for backtests, paper, testnet and live.
/// <para>
/// It does no I/O. Whoever drives it feeds it closed candles and what the venue reports, and after each input sends the
/// commands it plans, one at a time:
/// <code>
/// while (machine.Plan())                      // the command is now in State.InFlight
/// {
///     save(machine.State);                    // the intent is durable before it leaves
///     machine.Complete(send(State.InFlight)); // no answer: leave it in flight and settle it with the venue later
/// }
/// </code>
/// Reports of fills may come at any time and in any order, before or after the answer to the command that caused them; only what has
/// become of an order must be reported before the answer that it is not open, or what it has sold would be sold once more.
/// </para>
/// </summary>
public sealed class TradingStateMachine(TradingState state, TradingRules rules, ITradingObserver observer)
{
    /// <summary>After this many refusals in a row a stop is not tried again and the position is sold at market.</summary>
    public const int MaxExitRefusals = 3;

    private bool _exitBlocked;
    private bool _waits;

    /// <summary>The memory.</summary>
    public TradingState State => state;

    /// <summary>What it trades with. A change takes effect at the next close; an open position keeps its stop.</summary>
    public TradingRules Rules { get; set; } = rules;

    /// <summary>The trader's own risk rules; null for none.</summary>
    public TraderRisk? Risk { get; set; }

    /// <summary>False pauses entries: an open entry order is cancelled, a position is managed to its exit.</summary>
    public bool EntriesAllowed { get; set; } = true;

    /// <summary>
    /// False leaves an open position to its stop: neither raised nor given up by the strategy's signal; escalation still protects it.
    /// </summary>
    public bool TrailingAllowed { get; set; } = true;

    /// <summary>The quantity of the position that can be sold, in whole steps.</summary>
    public Fixed8 Sellable => state.Held.FloorTo(Rules.Symbol.StepSize);

    /// <summary>Takes the strategy's signal at the close of a candle.</summary>
    /// <param name="candle">The closed candle.</param>
    /// <param name="signal">What the strategy says of it.</param>
    /// <param name="freeQuote">Quote free for a new entry, with what this trader's own open entry ties up counted as free.</param>
    public void OnClose(in Candle candle, in Signal signal, Fixed16 freeQuote)
    {
        Risk?.OnClose(candle.OpenTime);
        state.Candle = candle.OpenTime;
        state.Close = candle.Close;
        state.Price = candle.Close;
        state.NextStop = signal.Stop.FloorTo(Rules.Symbol.TickSize);
        state.Wanted.Id = 0;
        Retry();

        // Filled in no part, triggered or not, it gives way to the new one or to none; in a position the rest of it goes.
        state.CancelEntry = EntryMayBeOpen;
        switch (state.Phase)
        {
            case TradePhase.Long:
                CloseInLong(signal);
                return;
            case TradePhase.ClosedLong when state.ExitedIn >= candle.OpenTime:
                return;
            case TradePhase.ClosedLong:
                state.Phase = TradePhase.None;
                break;
        }

        if (EntriesAllowed && signal.Entry != EntryKind.None)
            WantEntry(signal, freeQuote);
    }

    /// <summary>Asks for the position to be sold at market now and for an open entry order to be cancelled.</summary>
    public void Flatten()
    {
        CancelOpenEntry();
        if (state.Phase == TradePhase.Long)
            state.MarketExit ??= ExitReason.Flatten;
        Retry();
    }

    /// <summary>The venue has changed: what is left of the last one's orders and dust means nothing here. Only without open business.</summary>
    public void Reset()
    {
        state.Phase = TradePhase.None;
        state.ExitedIn = -1;
        state.Held = default;
        (state.Entry, state.Exit, state.Trade) = (new(), new(), new());
        state.Wanted.Id = 0;
        (state.CancelEntry, state.MarketExit, state.ExitRefusals) = (false, null, 0);
        Retry();
    }

    /// <summary>The entry that the next <see cref="Plan"/> may send; null for none.</summary>
    public TradeOrder? WantedEntry => state.Wanted.Id != 0 && state.Phase == TradePhase.None && state.InFlight.Kind == CommandKind.None ? state.Wanted : null;

    /// <summary>Gives up <see cref="WantedEntry"/>: somebody above the trader does not allow it. The next close decides anew.</summary>
    public void RefuseEntry(RiskDecision decision)
    {
        CancelOpenEntry();
        observer.OnEntryRefused(new(decision));
    }

    /// <summary>Asks for an open entry order to be cancelled.</summary>
    public void CancelOpenEntry()
    {
        state.Wanted.Id = 0;
        state.CancelEntry = EntryMayBeOpen;
    }

    /// <summary>Whether something is held back until <see cref="Retry"/> or the next close.</summary>
    public bool IsHeldBack => _exitBlocked || _waits;

    /// <summary>Tries again what was refused or could not be sent, as the next close would.</summary>
    public void Retry() => _exitBlocked = _waits = false;

    /// <summary>Leaves an exit that was refused alone until <see cref="Retry"/> or the next close.</summary>
    public void HoldExit() => _exitBlocked = true;

    /// <summary>Decides whether a command must go to the venue now, and puts it in flight.</summary>
    /// <returns>True when <see cref="TradingState.InFlight"/> holds a new command to send.</returns>
    public bool Plan()
    {
        if (state.InFlight.Kind != CommandKind.None || _waits)
            return false;
        return state.Phase == TradePhase.Long ? PlanExit() || PlanEntryCancel() : PlanStrayExit() || PlanEntry();
    }

    /// <summary>
    /// Takes the venue's answer to the command in flight. <see cref="VenueOutcome.Unknown"/> leaves it in flight; an answer that
    /// comes when reports have settled the command already changes nothing.
    /// </summary>
    public void Complete(VenueOutcome outcome)
    {
        var command = state.InFlight;
        var kind = command.Kind;
        if (kind == CommandKind.None)
            return;
        command.Kind = CommandKind.None;
        switch (outcome)
        {
            case VenueOutcome.Accepted:
                if (kind is CommandKind.Cancel or CommandKind.Replace)
                    End(command.CancelId, OrderStatus.Cancelled);
                if (kind is CommandKind.Place or CommandKind.Replace)
                    Accept(command);
                break;
            case VenueOutcome.CancelledNotPlaced:
                End(command.CancelId, OrderStatus.Cancelled);
                Refused(command, kind, outcome);
                break;
            case VenueOutcome.OrderNotOpen:
                // What became of it is told by its own updates; it cannot be cancelled, and nothing new was placed.
                End(command.CancelId, OrderStatus.Cancelled);
                break;
            case VenueOutcome.Refused or VenueOutcome.RefusedWouldTrigger:
                Refused(command, kind, outcome);
                break;
            case VenueOutcome.TryLater:
                _waits = true;
                // An exit is planned anew from what is held; an entry exists only as what was wanted.
                if (!command.IsExit && kind != CommandKind.Cancel)
                {
                    state.Wanted.CopyFrom(command.Order);
                    state.Wanted.Id = -1;
                }

                break;
            default:
                command.Kind = kind;
                break;
        }
    }

    /// <summary>
    /// Sets an entry in flight aside that the venue has not answered: exits go on, new entries wait until
    /// <see cref="CompleteDoubtful"/>.
    /// </summary>
    /// <returns>False when what is in flight is no entry order.</returns>
    public bool SetAside()
    {
        if (state.InFlight is not { Kind: CommandKind.Place or CommandKind.Replace, IsExit: false } || state.Doubtful.Kind != CommandKind.None)
            return false;
        (state.Doubtful, state.InFlight) = (state.InFlight, new());
        return true;
    }

    /// <summary>The venue has said what became of the entry that was set aside.</summary>
    /// <param name="isThere">It has the order.</param>
    /// <param name="isWanted">If it has not: whether the entry is still wanted.</param>
    public void CompleteDoubtful(bool isThere, bool isWanted = false)
    {
        var command = state.Doubtful;
        if (command.Kind == CommandKind.None)
            return;
        if (isThere && command.Kind == CommandKind.Replace)
            End(command.CancelId, OrderStatus.Cancelled);
        command.Kind = CommandKind.None;
        if (isThere)
        {
            Accept(command);
            // Meanwhile the one that it replaces may have filled.
            state.CancelEntry |= state.Phase == TradePhase.Long;
        }
        else if (isWanted && state.Wanted.Id == 0)
        {
            state.Wanted.CopyFrom(command.Order);
            state.Wanted.Id = -1;
        }
    }

    /// <summary>The venue reports that the trigger of an order has been reached.</summary>
    public void OnTriggered(long orderId)
    {
        PromoteInFlight(orderId);
        if (Find(orderId) is { } order)
            order.Triggered = true;
    }

    /// <summary>The venue reports that an order has ended without (further) fill.</summary>
    public void OnEnded(long orderId, OrderStatus status)
    {
        PromoteInFlight(orderId);
        End(orderId, status);
    }

    /// <summary>The venue reports a fill. The caller sees to it that each fill is reported once.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="side">Its side: a late fill may belong to an order that has been replaced long since.</param>
    /// <param name="price">Price of the fill.</param>
    /// <param name="quantity">Base quantity of the fill.</param>
    /// <param name="commission">Commission.</param>
    /// <param name="commissionInBase">The commission is in the base asset and reduces what is held.</param>
    /// <param name="time">Open time of the candle in which it happened.</param>
    public void OnFill(
        long orderId, OrderSide side, Fixed8 price, Fixed8 quantity, Fixed8 commission, bool commissionInBase, long time)
    {
        PromoteInFlight(orderId);
        var order = Find(orderId);
        if (order is not null)
        {
            order.Filled += quantity;
            order.Triggered = true;
            if (!order.Remaining.IsPositive)
                order.Status = OrderStatus.Filled;
            else if (order.IsLive)
                order.Status = OrderStatus.PartiallyFilled;
            observer.OnOrder(order, ReferenceEquals(order, state.Exit));
        }

        state.Held += side == OrderSide.Buy ? quantity : -quantity;
        if (commissionInBase)
            state.Held -= commission;
        if (time > state.Candle)
            state.Price = price;
        state.Trade.Add(side, price, quantity, commission, commissionInBase, time);
        if (side == OrderSide.Buy)
            OnBought();
        else
            OnSold(time, state.Exit.Type == OrderType.Market ? state.MarketExit ?? ExitReason.Escalation : ExitReason.Stop);
    }

    /// <summary>
    /// Somebody else has traded the position. What was traded counts at the position's own entry price: it is neither profit nor loss of
    /// this trade.
    /// </summary>
    /// <param name="held">What is held now.</param>
    public void OnChangedByHand(Fixed8 held)
    {
        var change = held - state.Held;
        state.Held = held;
        if (state.Phase != TradePhase.Long)
            return;
        state.Trade.Add(
            change.IsPositive ? OrderSide.Buy : OrderSide.Sell, state.Trade.EntryPrice, change.IsPositive ? change : -change, default, commissionInBase: false, state.Candle);
        Retry();
        if (!change.IsPositive)
            OnSold(state.Candle, ExitReason.Flatten);
    }

    private bool EntryMayBeOpen =>
        state.Entry.IsLive || state.InFlight is { Kind: CommandKind.Place or CommandKind.Replace, IsExit: false }
        || state.Doubtful.Kind != CommandKind.None;

    private void CloseInLong(in Signal signal)
    {
        if (state.Exit is { IsLive: true, Triggered: true })
            state.MarketExit ??= ExitReason.Escalation;
        else if (signal.Exit && TrailingAllowed)
            state.MarketExit ??= ExitReason.Signal;
        else if (TrailingAllowed && state.NextStop > state.Stop && state.NextStop < state.Close)
            state.Stop = state.NextStop;
    }

    private void WantEntry(in Signal signal, Fixed16 freeQuote)
    {
        var tick = Rules.Symbol.TickSize;
        var isMarket = signal.Entry == EntryKind.Market;
        var trigger = isMarket ? default : signal.Trigger.FloorTo(tick);
        var limit = isMarket ? default : signal.Limit.FloorTo(tick);
        EntryRefusal refusal;
        Fixed8 quantity = default;
        if (!isMarket && state.Close >= trigger)
            refusal = new(EntryRefusalReason.WouldTriggerAtOnce, state.Close, trigger);
        else if (!state.NextStop.IsPositive)
            refusal = new(EntryRefusalReason.StopNotAboveZero, state.NextStop, Fixed16.Zero);
        else if (state.NextStop >= (isMarket ? state.Close : trigger))
            refusal = new(EntryRefusalReason.StopNotBelowEntry, state.NextStop, isMarket ? state.Close : trigger);
        else
            refusal = EntrySizing.Choose(Rules, isMarket ? state.Close : limit, freeQuote, state.Held, out quantity);
        if (refusal.Reason == EntryRefusalReason.None
            && Risk?.Decide((state.Held + quantity) * (isMarket ? state.Close : limit)) is { IsAllowed: false } decision)
            refusal = new(decision);
        if (refusal.Reason != EntryRefusalReason.None)
            observer.OnEntryRefused(refusal);
        else
            state.Wanted.Set(-1, OrderSide.Buy, isMarket ? OrderType.Market : OrderType.StopLimit, quantity, trigger, limit);
    }

    private void OnBought()
    {
        if (state.Phase != TradePhase.Long)
        {
            // Less than a step cannot be sold: it is dust until more fills.
            if (!Sellable.IsPositive)
                return;
            state.Phase = TradePhase.Long;
            state.Stop = state.NextStop;
            state.MarketExit = null;
            state.ExitRefusals = 0;
        }

        Retry();
    }

    private void OnSold(long time, ExitReason reason)
    {
        if (state.Phase != TradePhase.Long || Sellable.IsPositive)
            return;
        var trade = state.Trade.Close(time, reason);
        state.Phase = TradePhase.ClosedLong;
        state.ExitedIn = time;
        state.MarketExit = null;
        state.CancelEntry = EntryMayBeOpen;
        state.Trade.Reset();
        Risk?.OnTrade(trade);
        observer.OnTrade(trade);
    }

    private bool PlanExit()
    {
        var exit = state.Exit;

        // The price has passed the stop before it was at the venue.
        if (state.Stop > state.Price && !exit.IsLive)
            state.MarketExit ??= ExitReason.Escalation;
        if (exit.IsLive)
        {
            // A market order in flight to its fill has nothing to be replaced or cancelled.
            if (exit.Type == OrderType.Market)
                return false;
            if (state.MarketExit is not null)
                return !_exitBlocked && Send(CommandKind.Cancel, isExit: true, exit.Id);

            // A triggered or partly filled exit stays until it has filled or is escalated.
            if (exit.Triggered || exit.Filled.IsPositive || _exitBlocked)
                return false;
            // One that the price has passed has been triggered, and the report of that is on its way.
            var moved = state.Stop > exit.Trigger && state.Stop <= state.Price;
            if (!moved && (exit.Quantity == Sellable || exit.Trigger > state.Price))
                return false;
            return SendExit(CommandKind.Replace, exit.Id, OrderType.StopLimit, moved ? state.Stop : exit.Trigger);
        }

        if (_exitBlocked || !Sellable.IsPositive)
            return false;
        return state.MarketExit is not null
            ? SendExit(CommandKind.Place, 0, OrderType.Market, default)
            : SendExit(CommandKind.Place, 0, OrderType.StopLimit, state.Stop);
    }

    private bool PlanEntryCancel() =>
        state.CancelEntry && state.Entry.IsLive && Send(CommandKind.Cancel, isExit: false, state.Entry.Id);

    private bool PlanStrayExit() => state.Exit.IsLive && !_exitBlocked && Send(CommandKind.Cancel, isExit: true, state.Exit.Id);

    private bool PlanEntry()
    {
        if (state.Wanted.Id == 0 || state.Phase != TradePhase.None || state.Doubtful.Kind != CommandKind.None)
            return PlanEntryCancel();
        var cancelId = state.Entry.IsLive ? state.Entry.Id : 0;
        state.InFlight.Order.CopyFrom(state.Wanted);
        state.InFlight.Order.Id = ++state.LastOrderId;
        state.Wanted.Id = 0;
        state.CancelEntry = false;
        return Send(cancelId == 0 ? CommandKind.Place : CommandKind.Replace, isExit: false, cancelId);
    }

    private bool SendExit(CommandKind kind, long cancelId, OrderType type, Fixed8 stop)
    {
        state.InFlight.Order.Set(++state.LastOrderId, OrderSide.Sell, type, Sellable, stop, stop);
        return Send(kind, isExit: true, cancelId);
    }

    private bool Send(CommandKind kind, bool isExit, long cancelId)
    {
        if (kind != CommandKind.Cancel)
            Risk?.OnOrder();
        (state.InFlight.Kind, state.InFlight.IsExit, state.InFlight.CancelId) = (kind, isExit, cancelId);
        return true;
    }

    private void Accept(VenueCommand command)
    {
        // A report that was faster than the answer has brought the order here already.
        var slot = command.IsExit ? state.Exit : state.Entry;
        if (slot.Id == command.Order.Id)
            return;
        slot.CopyFrom(command.Order);
        slot.Status = OrderStatus.Working;
        observer.OnOrder(slot, command.IsExit);
        if (command.IsExit)
            state.ExitRefusals = 0;
    }

    // A report on the new order proves that the command was carried out, whatever becomes of its answer.
    private void PromoteInFlight(long orderId)
    {
        if (state.Doubtful.Order.Id == orderId)
            CompleteDoubtful(isThere: true);
        if (state.InFlight is not { Kind: CommandKind.Place or CommandKind.Replace } command || command.Order.Id != orderId)
            return;
        if (command.Kind == CommandKind.Replace)
            End(command.CancelId, OrderStatus.Cancelled);
        command.Kind = CommandKind.None;
        Accept(command);
    }

    private void Refused(VenueCommand command, CommandKind kind, VenueOutcome outcome)
    {
        if (kind != CommandKind.Cancel)
        {
            command.Order.Status = OrderStatus.Refused;
            observer.OnOrder(command.Order, command.IsExit);
        }

        if (!command.IsExit)
        {
            if (kind != CommandKind.Cancel)
                observer.OnEntryRefused(new(EntryRefusalReason.Venue, default, default));

            // The next close decides anew; until then nothing is sent again.
            state.CancelEntry = false;
            return;
        }

        if (kind == CommandKind.Replace && state.Exit.IsLive)
        {
            // The old stop still rests and protects: no reason to sell. The next close may raise it.
            _exitBlocked = true;
            return;
        }

        state.ExitRefusals++;
        observer.OnExitRefused(command.Order, state.ExitRefusals);
        if (kind == CommandKind.Cancel || command.Order.Type == OrderType.Market)
            _exitBlocked = true;
        else if (outcome == VenueOutcome.RefusedWouldTrigger || state.ExitRefusals >= MaxExitRefusals)
            state.MarketExit ??= ExitReason.Escalation;
    }

    private void End(long orderId, OrderStatus status)
    {
        if (Find(orderId) is not { IsLive: true } order)
            return;
        order.Status = status;
        observer.OnOrder(order, ReferenceEquals(order, state.Exit));
    }

    private TradeOrder? Find(long orderId) =>
        orderId == state.Entry.Id ? state.Entry : orderId == state.Exit.Id ? state.Exit : null;
}

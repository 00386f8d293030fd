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
public sealed partial class TradingStateMachine(TradingState state, TradingRules rules, ITradingObserver observer)
{
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

using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading;

/// <content>The commands: planned from the state, one in flight at a time, and settled by the venue's answer.</content>
public sealed partial class TradingStateMachine
{
    /// <summary>After this many refusals in a row a stop is not tried again and the position is sold at market.</summary>
    public const int MaxExitRefusals = 3;

    private bool _exitBlocked;
    private bool _waits;

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
}

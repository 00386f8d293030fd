using TradingBot.Grains.Trading;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.StateMachine;

/// <summary>What must never happen, whatever the venue does.</summary>
internal sealed partial class MachineRun
{
    private void CheckPlanned(VenueCommand command)
    {
        var order = command.Order;
        if (command.Kind == CommandKind.Cancel)
            return;
        order.Id.ShouldBeGreaterThan(_lastId, "ids rise");
        _lastId = order.Id;
        order.Quantity.IsPositive.ShouldBeTrue();
        order.Quantity.IsMultipleOf(_symbol.StepSize).ShouldBeTrue();
        if (!command.IsExit)
        {
            order.Side.ShouldBe(OrderSide.Buy);
            _state.Phase.ShouldBe(TradePhase.None, "no entry while there is a position or in the candle of its exit");
            _machine.EntriesAllowed.ShouldBeTrue("no entry while entries are paused");
            (!_state.Entry.IsLive || (command.Kind == CommandKind.Replace && command.CancelId == _state.Entry.Id)).ShouldBeTrue("no second entry");
            return;
        }

        order.Side.ShouldBe(OrderSide.Sell);
        _state.Phase.ShouldBe(TradePhase.Long);
        var resting = _state.Exit.IsLive && command.CancelId != _state.Exit.Id ? _state.Exit.Remaining : Fixed8.Zero;
        (resting + order.Quantity).ShouldBeLessThanOrEqualTo(_held, "no more is offered than is held");
        if (order.Type != OrderType.StopLimit)
            return;
        order.Trigger.ShouldBeLessThanOrEqualTo(_knownPrice, "no stop above the price");
        order.Trigger.ShouldBeGreaterThanOrEqualTo(_lastStop, "no stop moves down");
        order.Limit.ShouldBe(order.Trigger);
    }

    // What counts is the stop that rests: one that the venue has refused has never been there.
    private void NoteStop()
    {
        if (_state is { Phase: TradePhase.Long, Exit: { IsLive: true, Type: OrderType.StopLimit } exit } && exit.Trigger > _lastStop)
            _lastStop = exit.Trigger;
    }

    private void Check()
    {
        _venue.Live(OrderSide.Buy).Count().ShouldBeLessThanOrEqualTo(1, "two open entries");
        _venue.Live(OrderSide.Sell).Count().ShouldBeLessThanOrEqualTo(1, "two open exits");
        _venue.Held.ShouldBeGreaterThanOrEqualTo(Fixed8.Zero, "more was sold than was held");
        _state.Held.ShouldBe(_held);
        var pnl = _trades.Aggregate(Fixed16.Zero, (sum, t) => sum + t.Pnl);
        (pnl + _state.Trade.Proceeds - _state.Trade.Cost - _state.Trade.QuoteFees).ShouldBe(_ledger, "PnL is what the ledger says");
        if (_state.InFlight.Kind != CommandKind.None || _venue.Pending.Count > 0)
            return;

        // Quiet: nothing is on its way in either direction.
        _held.ShouldBe(_venue.Held);
        IsAtVenue(_state.Entry).ShouldBe(_state.Entry.IsLive);
        IsAtVenue(_state.Exit).ShouldBe(_state.Exit.IsLive);
        var sellable = _venue.Held.FloorTo(_symbol.StepSize);
        if (_state.Phase == TradePhase.Long && !_exitRefused)
        {
            _state.Exit.IsLive.ShouldBeTrue("a position without an exit order");
            var exit = _venue.Find(_state.Exit.Id)!;
            // With the price below the stop as far as is known, the exit is about to be triggered and is left alone.
            if (!_state.Exit.Triggered && _state.Exit.Filled.IsZero && _state.Exit.Trigger <= _knownPrice)
                exit.Remaining.ShouldBe(sellable, "the exit covers the position");
            if (_isFlattening)
                exit.Type.ShouldBe(OrderType.Market, "flatten sells at market");
        }

        if (_state.Phase != TradePhase.Long)
        {
            sellable.ShouldBe(Fixed8.Zero, "a position that nobody looks after");
            if (!_exitRefused)
                _venue.Live(OrderSide.Sell).ShouldBeEmpty("an exit without a position");
        }

        if (!_entryRefused && (!_machine.EntriesAllowed || _state.Phase == TradePhase.ClosedLong))
            _venue.Live(OrderSide.Buy).ShouldBeEmpty("an entry that is not wanted any more");
    }

    private bool IsAtVenue(TradeOrder order) => _venue.Find(order.Id) is { IsLive: true };
}

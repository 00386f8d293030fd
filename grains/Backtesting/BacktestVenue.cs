using TradingBot.Exchange.Simulation;
using TradingBot.Grains.Trading;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Backtesting;

/// <summary>The simulated exchange of a backtest: the matching engine and one account, in memory, synchronous.</summary>
internal sealed class BacktestVenue(BacktestSettings settings, TradingStateMachine machine)
{
    private readonly SymbolInfo _symbol = settings.Symbol;
    private readonly bool _isSpot = settings.Symbol.Id.Market == MarketType.Spot;
    private readonly CandleMatcher _matcher = new(settings.Symbol.TickSize, settings.Symbol.StepSize);

    /// <summary>Quote balance.</summary>
    public Fixed16 Cash { get; private set; } = settings.Cash;

    /// <summary>Base balance or position.</summary>
    public Fixed8 Base { get; private set; }

    private Fixed16 _positionCost;
    private SimulatedOrder? _spare;

    /// <summary>Walks a candle's path, and lets the machine react to each fill where it happens.</summary>
    public void Walk(in Candle candle)
    {
        _matcher.Begin(candle);
        Match();
    }

    /// <summary>Carries out what the machine plans, until it plans nothing more.</summary>
    public void Drain()
    {
        while (machine.Plan())
        {
            var command = machine.State.InFlight;
            var (kind, order) = (command.Kind, command.Order);
            if (kind != CommandKind.Place)
            {
                if (_matcher.Cancel(command.CancelId) is not { } cancelled)
                {
                    machine.Complete(VenueOutcome.OrderNotOpen);
                    continue;
                }

                _spare = cancelled;
            }

            machine.Complete(VenueOutcome.Accepted);
            if (kind == CommandKind.Cancel)
                continue;
            _matcher.Place(ToSimulated(order));
            if (order.Type == OrderType.Market)
                Match();
        }
    }

    /// <summary>Balance and position valued at a price.</summary>
    public Fixed16 EquityAt(Fixed8 price) => _isSpot ? Cash + Base * price : Base.IsZero ? Cash : Cash + Base * price - _positionCost;

    // Full liquidity: an order that has been filled or cancelled is out of the matcher and can be used again.
    private SimulatedOrder ToSimulated(TradeOrder order)
    {
        var simulated = _spare ?? new SimulatedOrder { Id = 0, Side = default, Type = default, Quantity = default };
        _spare = null;
        (simulated.Id, simulated.Side, simulated.Type, simulated.Quantity) = (order.Id, order.Side, order.Type, order.Quantity);
        (simulated.Trigger, simulated.Limit, simulated.Filled, simulated.Triggered) = (order.Trigger, order.Limit, default, false);
        return simulated;
    }

    private void Match()
    {
        while (_matcher.TryNext(out var e))
        {
            if (e.Quantity.IsZero)
            {
                machine.OnTriggered(e.Order.Id);
                continue;
            }

            var (commission, inBase) = Commissions.Of(_symbol.Id.Market, e.Order.Side, e.Price, e.Quantity, settings.FeeRate);
            Book(e.Order.Side, e.Price, e.Quantity, commission, inBase);
            machine.OnFill(e.Order.Id, e.Order.Side, e.Price, e.Quantity, commission, inBase, _matcher.OpenTime);
            _spare = e.Order;
            Drain();
        }
    }

    private void Book(OrderSide side, Fixed8 price, Fixed8 quantity, Fixed8 commission, bool commissionInBase)
    {
        var notional = price * quantity;
        var signed = side == OrderSide.Buy ? quantity : -quantity;
        if (_isSpot)
        {
            Cash += side == OrderSide.Buy ? -notional : notional;
        }
        else if (side == OrderSide.Buy)
        {
            _positionCost += notional;
        }
        else
        {
            // Full liquidity: an exit always closes the whole position.
            Cash += notional - _positionCost;
            _positionCost = default;
        }

        Base += signed;
        if (commissionInBase)
            Base -= commission;
        else
            Cash -= commission;
    }
}

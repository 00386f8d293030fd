using TradingBot.Exchange.Simulation;
using TradingBot.Grains.Trading;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.StateMachine;

internal sealed class VenueOrder
{
    public required long Id { get; init; }

    public required OrderSide Side { get; init; }

    public required OrderType Type { get; init; }

    public required Fixed8 Trigger { get; init; }

    public required Fixed8 Limit { get; init; }

    public required Fixed8 Remaining { get; set; }

    public bool Triggered { get; set; }

    public bool IsLive { get; set; } = true;
}

/// <summary>What is really open and filled, and the reports of it that have not been delivered yet.</summary>
/// <param name="market">Decides where commissions are taken from.</param>
/// <param name="step">LOT_SIZE.stepSize.</param>
/// <param name="fee">Commission rate.</param>
internal sealed class VenueModel(MarketType market, Fixed8 step, Fixed8 fee)
{
    private readonly List<VenueOrder> _orders = [];
    private long _reports;

    public Fixed8 Price { get; private set; } = new(1_000_000_000);

    /// <summary>Open time of the candle in progress.</summary>
    public long Time { get; set; } = 60_000;

    public Fixed8 Held { get; private set; }

    /// <summary>Reports that wait for delivery, oldest first.</summary>
    public List<ExecutionReport> Pending { get; } = [];

    public IEnumerable<VenueOrder> Live(OrderSide side) => _orders.Where(o => o.IsLive && o.Side == side);

    public VenueOrder? Find(long id) => _orders.Find(o => o.Id == id);

    /// <summary>The price goes to a new one and stays there; what is reached fills, in parts when <paramref name="parts"/> is above one.</summary>
    public void Move(Fixed8 price, int parts)
    {
        Price = Fixed8.Max(price, new(1_000_000));
        foreach (var order in _orders.Where(o => o.IsLive).ToArray())
            Match(order, parts);
    }

    /// <summary>The venue, or the user at the venue, ends an order.</summary>
    public void EndByItself(OrderSide side)
    {
        foreach (var order in Live(side).ToArray())
        {
            order.IsLive = false;
            Report(order, ExecutionKind.Ended, default, OrderStatus.Expired);
        }
    }

    public VenueOutcome Carry(VenueCommand command, int parts)
    {
        if (command.Kind is CommandKind.Cancel or CommandKind.Replace)
        {
            if (Find(command.CancelId) is not { IsLive: true } old)
                return VenueOutcome.OrderNotOpen;
            old.IsLive = false;
            if (command.Kind == CommandKind.Cancel)
                return VenueOutcome.Accepted;
        }

        var refusal = Place(command.Order, parts);
        return refusal is null ? VenueOutcome.Accepted
            : command.Kind == CommandKind.Replace ? VenueOutcome.CancelledNotPlaced
            : refusal.Value;
    }

    private VenueOutcome? Place(TradeOrder wanted, int parts)
    {
        Find(wanted.Id).ShouldBeNull("no id is placed twice");
        var isStop = wanted.Type == OrderType.StopLimit;
        if (isStop && (wanted.Side == OrderSide.Buy ? Price >= wanted.Trigger : Price <= wanted.Trigger))
            return VenueOutcome.RefusedWouldTrigger;
        if (wanted.Side == OrderSide.Sell && wanted.Quantity > Held)
            return VenueOutcome.Refused;
        var order = new VenueOrder
        {
            Id = wanted.Id, Side = wanted.Side, Type = wanted.Type, Trigger = wanted.Trigger, Limit = wanted.Limit, Remaining = wanted.Quantity,
        };
        _orders.Add(order);
        Match(order, parts);
        return null;
    }

    private void Match(VenueOrder order, int parts)
    {
        var isStop = order.Type == OrderType.StopLimit;
        if (isStop && !order.Triggered)
        {
            if (order.Side == OrderSide.Buy ? Price < order.Trigger : Price > order.Trigger)
                return;
            order.Triggered = true;
            Report(order, ExecutionKind.Triggered, default, OrderStatus.Working);
        }

        if (isStop && (order.Side == OrderSide.Buy ? Price > order.Limit : Price < order.Limit))
            return;
        var quantity = parts <= 1 ? order.Remaining : new Fixed8(order.Remaining.Units / parts).FloorTo(step);
        if (quantity.IsZero)
            quantity = order.Remaining;
        order.Remaining -= quantity;
        order.IsLive = order.Remaining.IsPositive;
        var (commission, inBase) = Commissions.Of(market, order.Side, Price, quantity, fee);
        Held += (order.Side == OrderSide.Buy ? quantity : -quantity) - (inBase ? commission : Fixed8.Zero);
        Report(order, ExecutionKind.Fill, quantity, order.IsLive ? OrderStatus.PartiallyFilled : OrderStatus.Filled);
    }

    private void Report(VenueOrder order, ExecutionKind kind, Fixed8 quantity, OrderStatus status)
    {
        var (commission, inBase) = Commissions.Of(market, order.Side, Price, quantity, fee);
        Pending.Add(new(++_reports, order.Id, kind, order.Side, Price, quantity, commission, inBase, Time, status));
    }
}

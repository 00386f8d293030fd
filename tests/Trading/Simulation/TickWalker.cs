using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Simulation;

internal sealed class WalkedOrder
{
    public required long Id { get; init; }

    public required OrderSide Side { get; init; }

    public required OrderType Type { get; init; }

    public required int Trigger { get; init; }

    public required int Limit { get; init; }

    public required int Remaining { get; set; }

    public bool Triggered { get; set; }
}

internal readonly record struct WalkedEvent(long OrderId, int Price, int Quantity);

/// <summary>
/// The path model of the trading spec, section 5, said once more and as plainly as possible: in whole ticks, and by visiting every
/// single one of them.
/// </summary>
/// <param name="slippage">As a fraction.</param>
/// <param name="share">Share of a candle's volume that may fill, 0 for all.</param>
internal sealed class TickWalker(decimal slippage, decimal share)
{
    private int _volumeLeft;

    public List<WalkedOrder> Orders { get; } = [];

    public int Price { get; private set; }

    /// <summary>The events of a candle; whoever enumerates may place and cancel orders after each of them.</summary>
    public IEnumerable<WalkedEvent> Walk(int open, int high, int low, int close, int volume)
    {
        _volumeLeft = share == 0 ? int.MaxValue : (int)decimal.Floor(volume * share);
        int[] points = close >= open ? [open, low, high, close] : [open, high, low, close];
        Price = open;
        foreach (var point in points)
        {
            while (true)
            {
                foreach (var e in Here())
                    yield return e;
                if (Price == point)
                    break;
                Price += Math.Sign(point - Price);
            }
        }
    }

    /// <summary>What happens where the price stands, until nothing more does.</summary>
    public IEnumerable<WalkedEvent> Here()
    {
        while (Orders.Find(CanAct) is { } order)
            yield return Act(order);
    }

    private static bool IsStop(WalkedOrder order) => order.Type is OrderType.StopLimit or OrderType.StopMarket;

    private bool TriggerReached(WalkedOrder order) => order.Side == OrderSide.Buy ? Price >= order.Trigger : Price <= order.Trigger;

    private bool LimitAllows(WalkedOrder order) =>
        order.Type is OrderType.Market or OrderType.StopMarket || (order.Side == OrderSide.Buy ? Price <= order.Limit : Price >= order.Limit);

    private bool CanAct(WalkedOrder order) =>
        IsStop(order) && !order.Triggered ? TriggerReached(order) : LimitAllows(order) && _volumeLeft > 0;

    private WalkedEvent Act(WalkedOrder order)
    {
        var takes = order.Type == OrderType.Market;
        if (IsStop(order) && !order.Triggered)
        {
            order.Triggered = true;
            takes = true;
            if (!LimitAllows(order) || _volumeLeft == 0)
                return new(order.Id, Price, 0);
        }

        var quantity = Math.Min(order.Remaining, _volumeLeft);
        order.Remaining -= quantity;
        if (share > 0)
            _volumeLeft -= quantity;
        if (order.Remaining == 0)
            Orders.Remove(order);
        return new(order.Id, takes ? Worse(order) : Price, quantity);
    }

    private int Worse(WalkedOrder order)
    {
        if (order.Side == OrderSide.Buy)
        {
            var price = (int)decimal.Ceiling(Price * (1 + slippage));
            return order.Type == OrderType.StopLimit ? Math.Min(price, order.Limit) : price;
        }

        var lower = Math.Max(1, (int)decimal.Floor(Price * (1 - slippage)));
        return order.Type == OrderType.StopLimit ? Math.Max(lower, order.Limit) : lower;
    }
}

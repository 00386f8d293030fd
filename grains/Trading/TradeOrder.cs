using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading;

/// <summary>An order of a trader. Its id names the intent: it is never reused, whatever became of the order.</summary>
public sealed class TradeOrder
{
    /// <summary>Number of the intent within the trader, from 1; 0 for no order.</summary>
    public long Id { get; set; }

    /// <summary>Side.</summary>
    public OrderSide Side { get; set; }

    /// <summary>Type.</summary>
    public OrderType Type { get; set; }

    /// <summary>Quantity in the base asset.</summary>
    public Fixed8 Quantity { get; set; }

    /// <summary>Trigger price of a stop order.</summary>
    public Fixed8 Trigger { get; set; }

    /// <summary>Limit price.</summary>
    public Fixed8 Limit { get; set; }

    /// <summary>What has filled.</summary>
    public Fixed8 Filled { get; set; }

    /// <summary>Whether the trigger has been reached.</summary>
    public bool Triggered { get; set; }

    /// <summary>Where the order stands.</summary>
    public OrderStatus Status { get; set; }

    /// <summary>W3C <c>traceparent</c> of the decision that made it; null while nobody traces.</summary>
    public string? Trace { get; set; }

    /// <summary>True while the venue may still fill it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsLive => Status is OrderStatus.Working or OrderStatus.PartiallyFilled;

    /// <summary>True for an order that was at the venue and is not known to have filled in full: an answer may have come before its fills.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool MayFill => Id != 0 && Status is not (OrderStatus.None or OrderStatus.Refused) && Remaining.IsPositive;

    /// <summary>What has not filled.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Fixed8 Remaining => Quantity - Filled;

    internal void Set(long id, OrderSide side, OrderType type, Fixed8 quantity, Fixed8 trigger, Fixed8 limit)
    {
        (Id, Side, Type, Quantity, Trigger, Limit) = (id, side, type, quantity, trigger, limit);
        (Filled, Triggered, Status, Trace) = (default, false, OrderStatus.None, null);
    }

    internal void CopyFrom(TradeOrder other)
    {
        Set(other.Id, other.Side, other.Type, other.Quantity, other.Trigger, other.Limit);
        (Filled, Triggered, Status, Trace) = (other.Filled, other.Triggered, other.Status, other.Trace);
    }
}

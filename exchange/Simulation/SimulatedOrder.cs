using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Exchange.Simulation;

/// <summary>An order in the book of a <see cref="CandleMatcher"/>.</summary>
public sealed class SimulatedOrder
{
    /// <summary>Identity given by whoever places the order; unique within the matcher.</summary>
    public long Id { get; set; }

    /// <summary>Side.</summary>
    public OrderSide Side { get; set; }

    /// <summary>Type.</summary>
    public OrderType Type { get; set; }

    /// <summary>Quantity in the base asset.</summary>
    public Fixed8 Quantity { get; set; }

    /// <summary>Trigger price of a stop order.</summary>
    public Fixed8 Trigger { get; set; }

    /// <summary>Limit price of a limit or stop-limit order.</summary>
    public Fixed8 Limit { get; set; }

    /// <summary>What has filled so far.</summary>
    public Fixed8 Filled { get; set; }

    /// <summary>A stop order whose trigger has been reached.</summary>
    public bool Triggered { get; set; }

    /// <summary>What has not filled yet.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Fixed8 Remaining => Quantity - Filled;
}

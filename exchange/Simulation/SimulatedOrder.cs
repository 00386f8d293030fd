using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Exchange.Simulation;

/// <summary>An order in the book of a <see cref="CandleMatcher"/>.</summary>
public sealed class SimulatedOrder
{
    /// <summary>Identity given by whoever places the order; unique within the matcher.</summary>
    public long Id { get; init; }

    /// <summary>Side.</summary>
    public OrderSide Side { get; init; }

    /// <summary>Type.</summary>
    public OrderType Type { get; init; }

    /// <summary>Quantity in the base asset.</summary>
    public Fixed8 Quantity { get; init; }

    /// <summary>Trigger price of a stop order.</summary>
    public Fixed8 Trigger { get; init; }

    /// <summary>Limit price of a limit or stop-limit order.</summary>
    public Fixed8 Limit { get; init; }

    /// <summary>What has filled so far.</summary>
    public Fixed8 Filled { get; set; }

    /// <summary>A stop order whose trigger has been reached.</summary>
    public bool Triggered { get; set; }

    /// <summary>What has not filled yet.</summary>
    public Fixed8 Remaining => Quantity - Filled;
}

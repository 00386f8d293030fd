namespace TradingBot.Simulator.Venue;

/// <summary>An order at the simulated venue, with Binance's names for its properties.</summary>
internal sealed class SimOrder
{
    public required long Id { get; init; }

    public required SimAccount Account { get; init; }

    public required SimSymbol Symbol { get; init; }

    public required string ClientId { get; set; }

    public required string Side { get; init; }

    public required string Type { get; init; }

    public string TimeInForce { get; init; } = "GTC";

    public string PositionSide { get; init; } = "BOTH";

    public bool ReduceOnly { get; init; }

    public bool ClosePosition { get; init; }

    /// <summary>A conditional order of USDⓈ-M: has an id of its own kind and makes an ordinary order when triggered.</summary>
    public bool IsAlgo { get; init; }

    public decimal Price { get; set; }

    public decimal StopPrice { get; init; }

    /// <summary>What a trailing stop follows instead of having a stop price.</summary>
    public SimTrail? Trail { get; init; }

    /// <summary>The order list it belongs to.</summary>
    public SimOrderList? List { get; set; }

    public decimal Quantity { get; set; }

    public decimal Filled { get; set; }

    public decimal QuoteFilled { get; set; }

    public string Status { get; set; } = "NEW";

    public bool Triggered { get; set; }

    public long Time { get; init; }

    public long UpdateTime { get; set; }

    public long TriggerTime { get; set; }

    /// <summary>The algo order that made this one, or the order that this algo order has made.</summary>
    public SimOrder? Partner { get; set; }

    /// <summary>The step of the market from which on the rest of a partial fill may fill.</summary>
    public long RestFrom { get; set; }

    public bool IsBuy => Side == "BUY";

    /// <summary>Of USDⓈ-M: may not open or enlarge a position, by its flag or, in hedge mode, by its side.</summary>
    public bool OnlyReduces => ReduceOnly || PositionSide == (IsBuy ? "SHORT" : "LONG");

    public decimal Remaining => Quantity - Filled;

    /// <summary>What a buy binds a unit.</summary>
    public decimal LockPrice => Price > 0 ? Price : StopPrice;

    public bool IsConditional => Type is not ("LIMIT" or "MARKET" or "LIMIT_MAKER");

    public bool HasLimit => Type is "LIMIT" or "LIMIT_MAKER" or "STOP_LOSS_LIMIT" or "TAKE_PROFIT_LIMIT" or "STOP" || (Type == "TAKE_PROFIT" && IsAlgo);

    public bool IsOpen => Status is "NEW" or "PARTIALLY_FILLED";

    public bool Waits => IsConditional && !Triggered;

    /// <summary>A buy stop triggers on the way up, a buy take-profit on the way down; sells the other way round.</summary>
    public bool TriggersUp => IsBuy == Type.StartsWith("STOP", StringComparison.Ordinal);

    public decimal AveragePrice => Filled == 0 ? 0 : QuoteFilled / Filled;
}

namespace TradingBot.Trading;

/// <summary>Buy or sell.</summary>
[GenerateSerializer, Alias("order-side")]
public enum OrderSide
{
    /// <summary>Buy.</summary>
    Buy,

    /// <summary>Sell.</summary>
    Sell,
}

/// <summary>The order types that the service uses; Binance's names at the Binance boundary.</summary>
[GenerateSerializer, Alias("order-type")]
public enum OrderType
{
    /// <summary>Fills at the current price.</summary>
    Market,

    /// <summary>Fills at its limit price or better.</summary>
    Limit,

    /// <summary>Becomes a limit order when the trigger price is reached (STOP_LOSS_LIMIT on spot, STOP on USDⓈ-M).</summary>
    StopLimit,

    /// <summary>Becomes a market order when the trigger price is reached (STOP_LOSS on spot, STOP_MARKET on USDⓈ-M).</summary>
    StopMarket,
}

/// <summary>Where an order stands at the venue.</summary>
[GenerateSerializer, Alias("order-status")]
public enum OrderStatus
{
    /// <summary>No order.</summary>
    None,

    /// <summary>At the venue, nothing filled yet; a stop may or may not have been triggered.</summary>
    Working,

    /// <summary>Filled in part, the rest is working.</summary>
    PartiallyFilled,

    /// <summary>Filled in full.</summary>
    Filled,

    /// <summary>Cancelled; what had filled before stays filled.</summary>
    Cancelled,

    /// <summary>The venue refused it; nothing filled.</summary>
    Refused,

    /// <summary>The venue ended it.</summary>
    Expired,
}

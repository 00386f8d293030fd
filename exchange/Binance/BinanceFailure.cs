namespace TradingBot.Exchange.Binance;

/// <summary>The closed set of ways in which a request to Binance can fail.</summary>
public enum BinanceFailure
{
    /// <summary>Refused; nothing has changed.</summary>
    Refused,

    /// <summary>Refused because the order would trigger at once (spot -2010, USDⓈ-M -2021).</summary>
    WouldTrigger,

    /// <summary>Refused because an open order has this client id already (spot -2010, USDⓈ-M -4116).</summary>
    Duplicate,

    /// <summary>The order is not open or not known (-2011, -2013).</summary>
    OrderNotFound,

    /// <summary>A limit was reached, or would have been; nothing has changed (429, 418, -1003, -1008, -1015).</summary>
    RateLimited,

    /// <summary>The clock was off (-1021); nothing has changed.</summary>
    Clock,

    /// <summary>Key, signature, address or permission (-1022, -2014, -2015, HTTP 401 and 403); nothing has changed.</summary>
    Unauthorised,

    /// <summary>Never left this machine: no connection; nothing has changed.</summary>
    NotSent,

    /// <summary>No usable answer (-1006, -1007, HTTP 5xx, time-out): it may or may not have been carried out.</summary>
    Unknown,
}

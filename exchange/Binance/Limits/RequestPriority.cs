namespace TradingBot.Exchange.Binance.Limits;

/// <summary>In which order requests are served when the weight budget is short, most urgent first.</summary>
public enum RequestPriority
{
    /// <summary>Orders that protect or close a position, and what these need.</summary>
    Exit,

    /// <summary>Cancels.</summary>
    Cancel,

    /// <summary>Entries.</summary>
    Entry,

    /// <summary>Queries: orders, balances, positions.</summary>
    Query,

    /// <summary>Looks at what should not have changed: served at once or not at all.</summary>
    Watch,

    /// <summary>Candle history and symbol lists.</summary>
    History,
}

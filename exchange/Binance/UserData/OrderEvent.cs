using TradingBot.Numbers;

namespace TradingBot.Exchange.Binance.UserData;

/// <summary>What a user data stream says of an order: executionReport, ORDER_TRADE_UPDATE or ALGO_UPDATE.</summary>
internal sealed record OrderEvent
{
    public required string Symbol { get; init; }

    public required string ClientOrderId { get; init; }

    public required string Side { get; init; }

    public required string Status { get; init; }

    public long OrderId { get; init; }

    /// <summary>Milliseconds.</summary>
    public long Time { get; init; }

    /// <summary>A conditional order of USDⓈ-M, whose trigger makes another, ordinary one.</summary>
    public bool IsAlgo { get; init; }

    /// <summary>A stop order whose trigger has been reached.</summary>
    public bool IsTriggered { get; init; }

    public bool IsTrade { get; init; }

    public long TradeId { get; init; }

    public Fixed8 Quantity { get; init; }

    /// <summary>What has filled of the order in all; a conditional order of USDⓈ-M does not say.</summary>
    public Fixed8 Filled { get; init; }

    public Fixed8 Price { get; init; }

    public decimal Commission { get; init; }

    public string? CommissionAsset { get; init; }
}

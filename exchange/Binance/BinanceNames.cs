using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Exchange.Binance;

/// <summary>The domain's words in Binance's and back.</summary>
internal static class BinanceNames
{
    public static string Of(OrderSide side) => side == OrderSide.Buy ? "BUY" : "SELL";

    public static OrderSide SideOf(string? side) => side == "BUY" ? OrderSide.Buy : OrderSide.Sell;

    public static string Of(MarketType market, OrderType type) => (market, type) switch
    {
        (_, OrderType.Market) => "MARKET",
        (_, OrderType.Limit) => "LIMIT",
        (MarketType.Spot, OrderType.StopLimit) => "STOP_LOSS_LIMIT",
        (MarketType.Spot, _) => "STOP_LOSS",
        (_, OrderType.StopLimit) => "STOP",
        _ => "STOP_MARKET",
    };

    /// <summary>Where an order stands; what Binance may add one day counts as working until it says more.</summary>
    public static OrderStatus StatusOf(string? status) => status switch
    {
        "PARTIALLY_FILLED" => OrderStatus.PartiallyFilled,
        "FILLED" => OrderStatus.Filled,
        "CANCELED" or "CANCELLED" => OrderStatus.Cancelled,
        "REJECTED" => OrderStatus.Refused,
        "EXPIRED" or "EXPIRED_IN_MATCH" => OrderStatus.Expired,
        _ => OrderStatus.Working,
    };
}

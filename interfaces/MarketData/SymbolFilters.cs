using TradingBot.Numbers;

namespace TradingBot.MarketData;

/// <summary>
/// The filters of a symbol beyond those that sizing needs. Zero (or null) means that the venue sets no such limit. Source:
/// <c>exchangeInfo</c>.
/// </summary>
[GenerateSerializer, Immutable, Alias("symbol-filters")]
public sealed record SymbolFilters
{
    /// <summary>PRICE_FILTER.minPrice.</summary>
    [Id(0)]
    public Fixed8 MinPrice { get; init; }

    /// <summary>PRICE_FILTER.maxPrice.</summary>
    [Id(1)]
    public Fixed8 MaxPrice { get; init; }

    /// <summary>MARKET_LOT_SIZE.minQty.</summary>
    [Id(2)]
    public Fixed8 MarketMinQuantity { get; init; }

    /// <summary>MARKET_LOT_SIZE.maxQty.</summary>
    [Id(3)]
    public Fixed8 MarketMaxQuantity { get; init; }

    /// <summary>MARKET_LOT_SIZE.stepSize.</summary>
    [Id(4)]
    public Fixed8 MarketStepSize { get; init; }

    /// <summary>NOTIONAL.maxNotional, in the quote asset.</summary>
    [Id(5)]
    public Fixed8 MaxNotional { get; init; }

    /// <summary>Whether the smallest notional holds for market orders too.</summary>
    [Id(6)]
    public bool MinNotionalForMarket { get; init; }

    /// <summary>Whether the largest notional holds for market orders too.</summary>
    [Id(7)]
    public bool MaxNotionalForMarket { get; init; }

    /// <summary>PERCENT_PRICE(_BY_SIDE): the highest buy price as a multiple of the average price.</summary>
    [Id(8)]
    public Fixed8 BidMultiplierUp { get; init; }

    /// <summary>PERCENT_PRICE(_BY_SIDE): the lowest buy price as a multiple of the average price.</summary>
    [Id(9)]
    public Fixed8 BidMultiplierDown { get; init; }

    /// <summary>PERCENT_PRICE(_BY_SIDE): the highest sell price as a multiple of the average price.</summary>
    [Id(10)]
    public Fixed8 AskMultiplierUp { get; init; }

    /// <summary>PERCENT_PRICE(_BY_SIDE): the lowest sell price as a multiple of the average price.</summary>
    [Id(11)]
    public Fixed8 AskMultiplierDown { get; init; }

    /// <summary>MAX_NUM_ORDERS: open orders of an account on the symbol.</summary>
    [Id(12)]
    public int? MaxOrders { get; init; }

    /// <summary>MAX_NUM_ALGO_ORDERS: open stop orders of an account on the symbol.</summary>
    [Id(13)]
    public int? MaxAlgoOrders { get; init; }

    /// <summary>MAX_POSITION: the most that an account may hold of the base asset, open buys included.</summary>
    [Id(14)]
    public Fixed8 MaxPosition { get; init; }

    /// <summary>TRAILING_DELTA above the price, basis points; zero for none.</summary>
    [Id(15)]
    public int MaxTrailingAboveDelta { get; init; }

    /// <summary>TRAILING_DELTA below the price, basis points; zero for none.</summary>
    [Id(16)]
    public int MaxTrailingBelowDelta { get; init; }

    /// <summary>TRAILING_DELTA: the smallest above the price, basis points.</summary>
    [Id(17)]
    public int MinTrailingAboveDelta { get; init; }

    /// <summary>TRAILING_DELTA: the smallest below the price, basis points.</summary>
    [Id(18)]
    public int MinTrailingBelowDelta { get; init; }
}

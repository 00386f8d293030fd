using TradingBot.Numbers;

namespace TradingBot.MarketData;

/// <summary>
/// What a venue says of a symbol: assets and filters. Source: <c>exchangeInfo</c> (PRICE_FILTER, LOT_SIZE, NOTIONAL or
/// MIN_NOTIONAL).
/// </summary>
/// <param name="Id">Market and symbol.</param>
/// <param name="BaseAsset">The asset that is bought: BTC of BTCUSDT.</param>
/// <param name="QuoteAsset">The asset that prices are in: USDT of BTCUSDT.</param>
/// <param name="TickSize">PRICE_FILTER.tickSize, above zero.</param>
/// <param name="StepSize">LOT_SIZE.stepSize, above zero.</param>
/// <param name="MinQuantity">LOT_SIZE.minQty.</param>
/// <param name="MaxQuantity">LOT_SIZE.maxQty.</param>
/// <param name="MinNotional">The smallest quantity * price of an order, in the quote asset; zero for none.</param>
[GenerateSerializer, Immutable, Alias("symbol-info")]
public sealed record SymbolInfo(
    [property: Id(0)] MarketSymbol Id,
    [property: Id(1)] string BaseAsset,
    [property: Id(2)] string QuoteAsset,
    [property: Id(3)] Fixed8 TickSize,
    [property: Id(4)] Fixed8 StepSize,
    [property: Id(5)] Fixed8 MinQuantity,
    [property: Id(6)] Fixed8 MaxQuantity,
    [property: Id(7)] Fixed8 MinNotional)
{
    /// <summary>Whether the venue takes orders for it now (status TRADING).</summary>
    [Id(8)]
    public bool IsTrading { get; init; } = true;

    /// <summary>The venue's further filters; null where the source knows none.</summary>
    [Id(9)]
    public SymbolFilters? Filters { get; init; }
}

using System.Collections.Immutable;
using TradingBot.Exchange.Binance.Wire;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Exchange.Binance;

/// <summary>Reads the symbols of <c>exchangeInfo</c>.</summary>
internal static class SymbolInfos
{
    private static readonly Fixed8 Smallest = new(1);

    /// <summary>The symbols that the service can trade: those with assets and a name; on USDⓈ-M perpetuals only.</summary>
    public static ImmutableArray<SymbolInfo> From(MarketType market, ExchangeInfoWire info) =>
        [.. (info.Symbols ?? []).Where(s => IsUsable(market, s)).Select(s => From(market, s))];

    private static bool IsUsable(MarketType market, SymbolWire symbol) =>
        symbol is { Symbol: { } name, BaseAsset: not null, QuoteAsset: not null } && MarketSymbol.IsSymbol(name)
        && (market == MarketType.Spot || symbol.ContractType is null or "PERPETUAL" or "TRADIFI_PERPETUAL");

    private static SymbolInfo From(MarketType market, SymbolWire symbol)
    {
        FilterWire? Find(string type) => Array.Find(symbol.Filters ?? [], f => f.FilterType == type);
        var price = Find("PRICE_FILTER");
        var lot = Find("LOT_SIZE");
        var notional = Find("NOTIONAL");
        var minNotional = Find("MIN_NOTIONAL");
        var marketLot = Find("MARKET_LOT_SIZE");
        var bySide = Find("PERCENT_PRICE_BY_SIDE");
        var percent = Find("PERCENT_PRICE");
        var trailing = Find("TRAILING_DELTA");
        var orders = Find("MAX_NUM_ORDERS");
        var algoOrders = Find("MAX_NUM_ALGO_ORDERS");
        return new(
            new(market, symbol.Symbol!), symbol.BaseAsset!, symbol.QuoteAsset!,
            OrSmallest(price?.TickSize), OrSmallest(lot?.StepSize), lot?.MinQty ?? default,
            lot is { MaxQty.IsPositive: true } ? lot.MaxQty : Fixed8.MaxValue,
            // USDⓈ-M calls the field notional.
            notional?.MinNotional ?? (minNotional is null ? default : Fixed8.Max(minNotional.MinNotional, minNotional.Notional)))
        {
            IsTrading = symbol.Status is null or "TRADING",
            Filters = new()
            {
                MinPrice = price?.MinPrice ?? default,
                MaxPrice = price?.MaxPrice ?? default,
                MarketMinQuantity = marketLot?.MinQty ?? default,
                MarketMaxQuantity = marketLot?.MaxQty ?? default,
                MarketStepSize = marketLot?.StepSize ?? default,
                MaxNotional = notional?.MaxNotional ?? default,
                MinNotionalForMarket = notional?.ApplyMinToMarket ?? minNotional?.ApplyToMarket ?? market == MarketType.Usdm,
                MaxNotionalForMarket = notional?.ApplyMaxToMarket ?? false,
                BidMultiplierUp = bySide?.BidMultiplierUp ?? percent?.MultiplierUp ?? default,
                BidMultiplierDown = bySide?.BidMultiplierDown ?? percent?.MultiplierDown ?? default,
                AskMultiplierUp = bySide?.AskMultiplierUp ?? percent?.MultiplierUp ?? default,
                AskMultiplierDown = bySide?.AskMultiplierDown ?? percent?.MultiplierDown ?? default,
                MaxOrders = orders?.MaxNumOrders ?? orders?.Limit,
                MaxAlgoOrders = algoOrders?.MaxNumAlgoOrders ?? algoOrders?.Limit,
                MaxPosition = Find("MAX_POSITION")?.MaxPosition ?? default,
                MinTrailingAboveDelta = trailing?.MinTrailingAboveDelta ?? 0,
                MaxTrailingAboveDelta = trailing?.MaxTrailingAboveDelta ?? 0,
                MinTrailingBelowDelta = trailing?.MinTrailingBelowDelta ?? 0,
                MaxTrailingBelowDelta = trailing?.MaxTrailingBelowDelta ?? 0,
            },
        };
    }

    // A filter that is missing or switched off must not lead to a division by zero.
    private static Fixed8 OrSmallest(Fixed8? size) => size is { IsPositive: true } s ? s : Smallest;
}

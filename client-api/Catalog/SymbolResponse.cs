using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.ClientApi.Catalog;

/// <summary>A symbol with its filters.</summary>
/// <param name="Symbol">market:symbol.</param>
/// <param name="Market">spot or usdm.</param>
/// <param name="BaseAsset">What is bought.</param>
/// <param name="QuoteAsset">What prices are in.</param>
/// <param name="TickSize">Prices are multiples of it.</param>
/// <param name="StepSize">Quantities are multiples of it.</param>
/// <param name="MinQuantity">Smallest quantity of an order.</param>
/// <param name="MaxQuantity">Largest quantity of an order.</param>
/// <param name="MinNotional">Smallest quantity * price of an order, in quote.</param>
public sealed record SymbolResponse(
    MarketSymbol Symbol, MarketType Market, string BaseAsset, string QuoteAsset, Fixed8 TickSize, Fixed8 StepSize, Fixed8 MinQuantity,
    Fixed8 MaxQuantity, Fixed8 MinNotional)
{
    public static SymbolResponse From(SymbolInfo s) =>
        new(s.Id, s.Id.Market, s.BaseAsset, s.QuoteAsset, s.TickSize, s.StepSize, s.MinQuantity, s.MaxQuantity, s.MinNotional);
}

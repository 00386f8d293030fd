using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading;

/// <summary>The trading spec's section 6: the quantity of an entry, and the filters it must pass.</summary>
public static class EntrySizing
{
    /// <summary>Chooses the quantity.</summary>
    /// <param name="rules">Symbol, size and leverage.</param>
    /// <param name="price">The price that the order may cost at most: its limit, or the close for a market order.</param>
    /// <param name="freeQuote">Free quote balance; on USDⓈ-M the wallet balance.</param>
    /// <param name="held">Base already held (dust).</param>
    /// <param name="quantity">The quantity, or zero.</param>
    /// <returns>The reason why there is no entry, or one whose reason is <see cref="EntryRefusalReason.None"/>.</returns>
    public static EntryRefusal Choose(TradingRules rules, Fixed8 price, Fixed16 freeQuote, Fixed8 held, out Fixed8 quantity)
    {
        var symbol = rules.Symbol;
        var leverage = symbol.Id.Market == MarketType.Usdm ? rules.Leverage : 1;
        quantity = default;
        var wanted = rules.Size.Kind switch
        {
            SizeKind.Fixed => rules.Size.Value,
            SizeKind.Quote => ((Fixed16)rules.Size.Value).QuantityAt(price, symbol.StepSize),
            _ => freeQuote.Percent(rules.Size.Value, leverage).QuantityAt(price, symbol.StepSize),
        };
        if (wanted < symbol.MinQuantity || !wanted.IsPositive)
            return new(EntryRefusalReason.MinQuantity, wanted, symbol.MinQuantity);
        if (wanted > symbol.MaxQuantity)
            return new(EntryRefusalReason.MaxQuantity, wanted, symbol.MaxQuantity);
        if (rules.Size.Kind == SizeKind.Fixed && !wanted.IsMultipleOf(symbol.StepSize))
            return new(EntryRefusalReason.StepSize, wanted, symbol.StepSize);
        var notional = price * wanted;
        if (notional < symbol.MinNotional)
            return new(EntryRefusalReason.MinNotional, notional, symbol.MinNotional);
        var affordable = leverage == 1 ? freeQuote : freeQuote * leverage;
        if (notional > affordable)
            return new(EntryRefusalReason.Balance, notional, affordable);
        if (symbol.Id.Market == MarketType.Spot)
        {
            var left = held + wanted - (wanted * rules.FeeRate).TruncateTo8();
            if (left < symbol.StepSize)
                return new(EntryRefusalReason.NotSellable, left, symbol.StepSize);
        }

        quantity = wanted;
        return default;
    }
}

using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Exchange.Simulation;

/// <summary>
/// Commissions of the trading spec, sections 1 and 5: cut toward zero at eight decimals; on spot taken from what is received
/// (base on a buy, quote on a sell), on USDⓈ-M from quote.
/// </summary>
public static class Commissions
{
    /// <summary>The commission of a fill.</summary>
    /// <returns>The amount, and whether it is in the base asset.</returns>
    public static (Fixed8 Amount, bool InBase) Of(MarketType market, OrderSide side, Fixed8 price, Fixed8 quantity, Fixed8 rate) =>
        market == MarketType.Spot && side == OrderSide.Buy
            ? ((quantity * rate).TruncateTo8(), true)
            : ((price * quantity).TimesTruncatedTo8(rate), false);
}

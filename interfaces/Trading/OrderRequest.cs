using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Trading;

/// <summary>An order as a trader sends it to an exchange.</summary>
/// <param name="Symbol">Symbol.</param>
/// <param name="Id">The trader's number of the intent, from 1; never reused.</param>
/// <param name="ClientOrderId">The same as the venue's <c>newClientOrderId</c>: at most 36 characters, see <see cref="ClientOrderIds"/>.</param>
/// <param name="Side">Side.</param>
/// <param name="Type">Type.</param>
/// <param name="Quantity">Base quantity, above zero, whole steps.</param>
/// <param name="Trigger">Trigger price of a stop order, whole ticks; else zero.</param>
/// <param name="Limit">Limit price, whole ticks; zero for a market order.</param>
/// <param name="IsExit">The order closes a position: it is served first and exempt from NOTIONAL where the venue allows.</param>
/// <param name="Leverage">The leverage that the order counts on; 1 on spot.</param>
/// <param name="AsOf">The last closed candle, on which the decision rests: the clock and price of a simulated exchange.</param>
[GenerateSerializer, Immutable, Alias("order-request")]
public sealed record OrderRequest(
    [property: Id(0)] MarketSymbol Symbol,
    [property: Id(1)] long Id,
    [property: Id(2)] string ClientOrderId,
    [property: Id(3)] OrderSide Side,
    [property: Id(4)] OrderType Type,
    [property: Id(5)] Fixed8 Quantity,
    [property: Id(6)] Fixed8 Trigger,
    [property: Id(7)] Fixed8 Limit,
    [property: Id(8)] bool IsExit,
    [property: Id(9)] int Leverage,
    [property: Id(10)] Candle AsOf);

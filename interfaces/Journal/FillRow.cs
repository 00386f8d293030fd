using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Journal;

/// <summary>A fill in the journal.</summary>
/// <param name="Id">Unique: the client order id and the number of the execution report.</param>
/// <param name="OrderId">The order's row.</param>
/// <param name="UserId">Owner.</param>
/// <param name="Symbol">Symbol.</param>
/// <param name="Mode">Which exchange.</param>
/// <param name="Side">Side.</param>
/// <param name="Price">Price.</param>
/// <param name="Quantity">Base quantity.</param>
/// <param name="Commission">Commission.</param>
/// <param name="CommissionInBase">The commission was taken in base rather than quote.</param>
/// <param name="Time">Open time of the candle in which it happened, milliseconds UTC.</param>
[GenerateSerializer, Immutable, Alias("fill-row")]
public sealed record FillRow(
    [property: Id(0)] string Id,
    [property: Id(1)] string OrderId,
    [property: Id(2)] string UserId,
    [property: Id(3)] MarketSymbol Symbol,
    [property: Id(4)] TradingMode Mode,
    [property: Id(5)] OrderSide Side,
    [property: Id(6)] Fixed8 Price,
    [property: Id(7)] Fixed8 Quantity,
    [property: Id(8)] Fixed8 Commission,
    [property: Id(9)] bool CommissionInBase,
    [property: Id(10)] long Time);

using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Journal;

/// <summary>A fill in the journal. Never changes.</summary>
/// <param name="Id">Unique: the order's id, a dot, and the number of the execution report.</param>
/// <param name="OrderId">The order's row.</param>
/// <param name="UserId">Owner.</param>
/// <param name="Symbol">Symbol.</param>
/// <param name="Mode">Which exchange.</param>
/// <param name="Interval">Interval of the trader at the time.</param>
/// <param name="Side">Side.</param>
/// <param name="Price">Price.</param>
/// <param name="Quantity">Base quantity.</param>
/// <param name="Commission">Commission.</param>
/// <param name="CommissionAsset">The asset in which it was taken.</param>
/// <param name="CommissionInBase">That is the base asset: the commission reduces what is held.</param>
/// <param name="Time">When it happened, milliseconds UTC: the venue's time, or on paper the open of the candle in which it happened.</param>
/// <param name="RecordedAt">The clock when it was recorded, milliseconds UTC.</param>
[GenerateSerializer, Immutable, Alias("fill-row")]
public sealed record FillRow(
    [property: Id(0)] string Id,
    [property: Id(1)] string OrderId,
    [property: Id(2)] string UserId,
    [property: Id(3)] MarketSymbol Symbol,
    [property: Id(4)] TradingMode Mode,
    [property: Id(5)] CandleInterval Interval,
    [property: Id(6)] OrderSide Side,
    [property: Id(7)] Fixed8 Price,
    [property: Id(8)] Fixed8 Quantity,
    [property: Id(9)] Fixed8 Commission,
    [property: Id(10)] string CommissionAsset,
    [property: Id(11)] bool CommissionInBase,
    [property: Id(12)] long Time,
    [property: Id(13)] long RecordedAt);

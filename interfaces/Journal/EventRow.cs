using TradingBot.MarketData;

namespace TradingBot.Journal;

/// <summary>Something that has happened to a user's trader, in the order in which it was recorded.</summary>
/// <param name="Id">Rising number over all users, the <c>Last-Event-ID</c> of server-sent events. Has gaps.</param>
/// <param name="UserId">Owner.</param>
/// <param name="Symbol">The trader's symbol.</param>
/// <param name="Kind">What it tells of.</param>
/// <param name="Time">When it happened by the market's clock (candle or fill time), milliseconds UTC.</param>
/// <param name="RecordedAt">The clock when it was recorded, milliseconds UTC.</param>
/// <param name="Text">In words, for a notice or a new run state; else empty.</param>
/// <param name="Order">The order as it was then, for an event of an order.</param>
/// <param name="Fill">The fill, for an event of a fill.</param>
/// <param name="Trade">The trade, for an event of a trade.</param>
[GenerateSerializer, Immutable, Alias("event-row")]
public sealed record EventRow(
    [property: Id(0)] long Id,
    [property: Id(1)] string UserId,
    [property: Id(2)] MarketSymbol Symbol,
    [property: Id(3)] EventKind Kind,
    [property: Id(4)] long Time,
    [property: Id(5)] long RecordedAt,
    [property: Id(6)] string Text,
    [property: Id(7)] OrderRow? Order,
    [property: Id(8)] FillRow? Fill,
    [property: Id(9)] TradeRow? Trade);

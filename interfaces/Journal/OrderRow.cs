using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Journal;

/// <summary>An order in the journal: its last known state.</summary>
/// <param name="Id">Unique: the client order id.</param>
/// <param name="Version">Rises with every change of the order; the journal keeps the highest.</param>
/// <param name="UserId">Owner.</param>
/// <param name="Symbol">Symbol.</param>
/// <param name="Mode">Which exchange.</param>
/// <param name="Interval">Interval of the trader when the order was placed.</param>
/// <param name="IsExit">Closes a position rather than opening one.</param>
/// <param name="Side">Side.</param>
/// <param name="Type">Type.</param>
/// <param name="Quantity">Base quantity.</param>
/// <param name="Trigger">Trigger price, zero for none.</param>
/// <param name="Limit">Limit price, zero for none.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Filled">Base filled.</param>
/// <param name="Time">Close time of the last closed candle when the order was placed, milliseconds UTC.</param>
/// <param name="Reason">Why it was refused; empty otherwise.</param>
/// <param name="RecordedAt">The clock when the first version was recorded, milliseconds UTC.</param>
/// <param name="UpdatedAt">The clock when this version was recorded, milliseconds UTC.</param>
[GenerateSerializer, Immutable, Alias("order-row")]
public sealed record OrderRow(
    [property: Id(0)] string Id,
    [property: Id(1)] long Version,
    [property: Id(2)] string UserId,
    [property: Id(3)] MarketSymbol Symbol,
    [property: Id(4)] TradingMode Mode,
    [property: Id(5)] CandleInterval Interval,
    [property: Id(6)] bool IsExit,
    [property: Id(7)] OrderSide Side,
    [property: Id(8)] OrderType Type,
    [property: Id(9)] Fixed8 Quantity,
    [property: Id(10)] Fixed8 Trigger,
    [property: Id(11)] Fixed8 Limit,
    [property: Id(12)] OrderStatus Status,
    [property: Id(13)] Fixed8 Filled,
    [property: Id(14)] long Time,
    [property: Id(15)] string Reason,
    [property: Id(16)] long RecordedAt,
    [property: Id(17)] long UpdatedAt);

using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Journal;

/// <summary>
/// Something that a paper account's exchange has done, for its own record: what the traders' journal can be held against. One
/// of the three is there.
/// </summary>
/// <param name="Symbol">Symbol.</param>
/// <param name="RecordedAt">The clock, milliseconds UTC.</param>
/// <param name="Placed">An order was placed.</param>
/// <param name="Cancelled">The order of this number was cancelled.</param>
/// <param name="Fill">An order was filled, in full or in part.</param>
public sealed record ExchangeEntry(
    MarketSymbol Symbol, long RecordedAt, ExchangeOrder? Placed = null, long? Cancelled = null, ExecutionReport? Fill = null);

/// <summary>An order in the paper exchange's record.</summary>
/// <param name="Number">The trader's number of the intent.</param>
/// <param name="ClientOrderId">Client order id.</param>
/// <param name="Side">Side.</param>
/// <param name="Type">Type.</param>
/// <param name="Quantity">Base quantity.</param>
/// <param name="Trigger">Trigger price, zero for none.</param>
/// <param name="Limit">Limit price, zero for none.</param>
public sealed record ExchangeOrder(
    long Number, string ClientOrderId, OrderSide Side, OrderType Type, Fixed8 Quantity, Fixed8 Trigger, Fixed8 Limit);

using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Journal;

/// <summary>A closed trade in the journal. Never changes.</summary>
/// <param name="Id">Unique: the id of the fill that closed it.</param>
/// <param name="UserId">Owner.</param>
/// <param name="Symbol">Symbol.</param>
/// <param name="Mode">Which exchange.</param>
/// <param name="Interval">Interval of the trader at the time.</param>
/// <param name="Strategy">Name of the strategy.</param>
/// <param name="Trade">The trade. Queries by time take its exit.</param>
/// <param name="RecordedAt">The clock when it was recorded, milliseconds UTC.</param>
[GenerateSerializer, Immutable, Alias("trade-row")]
public sealed record TradeRow(
    [property: Id(0)] string Id,
    [property: Id(1)] string UserId,
    [property: Id(2)] MarketSymbol Symbol,
    [property: Id(3)] TradingMode Mode,
    [property: Id(4)] CandleInterval Interval,
    [property: Id(5)] string Strategy,
    [property: Id(6)] Trade Trade,
    [property: Id(7)] long RecordedAt);

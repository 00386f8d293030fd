using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Grains.Reporting;

/// <summary>All that a report must know of one symbol.</summary>
/// <param name="Symbol">Symbol.</param>
/// <param name="Fills">Its fills from the very first one on, oldest first.</param>
/// <param name="Trades">Its closed trades from the very first one on, oldest first.</param>
/// <param name="Closes">Its candles within the report, oldest first.</param>
/// <param name="CloseBefore">The last close before these, zero when unknown.</param>
public sealed record TradingHistory(
    MarketSymbol Symbol, IReadOnlyList<FillRow> Fills, IReadOnlyList<TradeRow> Trades, IReadOnlyList<CandleClose> Closes, Fixed8 CloseBefore);

/// <summary>The end of a candle.</summary>
/// <param name="OpenTime">Open time of the candle, milliseconds UTC.</param>
/// <param name="Time">When it closes: the next one's open time.</param>
/// <param name="Price">The close.</param>
public readonly record struct CandleClose(long OpenTime, long Time, Fixed8 Price);

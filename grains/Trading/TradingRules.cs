using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading;

/// <summary>What the state machine trades with; it may change between two closes.</summary>
/// <param name="Symbol">Symbol and filters.</param>
/// <param name="Size">Size of an entry.</param>
/// <param name="Leverage">1 on spot; on USDⓈ-M 1 to 125.</param>
/// <param name="FeeRate">The commission rate to expect, as a fraction.</param>
public sealed record TradingRules(SymbolInfo Symbol, PositionSize Size, int Leverage, Fixed8 FeeRate);

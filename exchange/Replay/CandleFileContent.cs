using TradingBot.MarketData;

namespace TradingBot.Exchange.Replay;

/// <summary>A whole candle file in memory.</summary>
/// <param name="Candles">The candles, oldest first.</param>
/// <param name="Summary">What the file holds.</param>
public sealed record CandleFileContent(Candle[] Candles, CandleFileSummary Summary);

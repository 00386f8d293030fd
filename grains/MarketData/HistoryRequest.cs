namespace TradingBot.Grains.MarketData;

/// <summary>A range of candles that must be fetched from the source's history.</summary>
/// <param name="From">First open time wanted, inclusive.</param>
/// <param name="To">Last open time wanted, inclusive.</param>
/// <param name="Reason">Why, for the operator.</param>
public sealed record HistoryRequest(long From, long To, string Reason);

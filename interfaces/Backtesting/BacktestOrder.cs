using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Backtesting;

/// <summary>What a user wants tested.</summary>
/// <param name="Symbol">Symbol.</param>
/// <param name="Settings">What to trade with; the mode does not matter.</param>
/// <param name="From">First open time, milliseconds UTC; null for the newest <see cref="Candles"/> up to <see cref="To"/>.</param>
/// <param name="To">Last open time, milliseconds UTC; null for the newest candle.</param>
/// <param name="Candles">At most this many candles, 1 to <see cref="MaxCandles"/>.</param>
/// <param name="Cash">Quote balance at the start, above 0, at most 9,000,000,000.</param>
/// <param name="FeeRate">Commission as a fraction, 0 to below 1.</param>
[GenerateSerializer, Immutable, Alias("backtest-order")]
public sealed record BacktestOrder(
    [property: Id(0)] MarketSymbol Symbol,
    [property: Id(1)] TraderSettings Settings,
    [property: Id(2)] long? From,
    [property: Id(3)] long? To,
    [property: Id(4)] int Candles,
    [property: Id(5)] Fixed8 Cash,
    [property: Id(6)] Fixed8 FeeRate)
{
    /// <summary>The most candles of one backtest: a year of minutes.</summary>
    public const int MaxCandles = 527_040;
}

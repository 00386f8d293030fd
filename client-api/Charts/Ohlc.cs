using TradingBot.Numbers;

namespace TradingBot.ClientApi.Charts;

/// <summary>The prices of one drawn candle.</summary>
public readonly record struct Ohlc(double Open, double High, double Low, double Close)
{
    public Ohlc With(Fixed8 open, Fixed8 high, Fixed8 low, Fixed8 close) => new(
        High == 0 ? open.Units / 1e8 : Open,
        Math.Max(High, high.Units / 1e8),
        High == 0 ? low.Units / 1e8 : Math.Min(Low, low.Units / 1e8),
        close.Units / 1e8);
}

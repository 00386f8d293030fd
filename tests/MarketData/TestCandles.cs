using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Tests.MarketData;

internal static class TestCandles
{
    public const long Minute = 60_000;

    /// <summary>A valid candle that no other open time has.</summary>
    public static Candle At(long openTime)
    {
        var price = Fixed8.FromDecimal(100 + openTime / Minute % 1_000);
        return new(openTime, price, price + Fixed8.One, price - Fixed8.One, price, openTime / Minute % 97);
    }

    public static Candle AtMinute(int minute) => At(minute * Minute);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

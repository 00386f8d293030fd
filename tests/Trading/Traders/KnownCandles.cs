using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Traders;

/// <summary>
/// Candles worked out on paper, and traders on them. Heikin Ashi of the first: 100 110 90 100, so the entry's trigger is 110, its
/// limit 112 and its stop 89. The second fills it at 110 and raises the stop to 98; the third would raise it to 102.25.
/// </summary>
internal static class KnownCandles
{
    public static readonly SymbolInfo Symbol = new(
        new(MarketType.Spot, "BTCUSDT"), "BTC", "USDT", F("0.01"), F("0.001"), F("0.001"), F("9000"), F("5"));

    public static readonly Candle First = C(0, 100, 110, 90, 100);
    public static readonly Candle Second = C(1, 100, 115, 99, 112);
    public static readonly Candle Third = C(2, 112, 120, 111, 118);
    public static readonly Candle Crash = C(3, 118, 119, 90, 91);

    public static async Task<PaperWorld> LongAsync() => await StartedAsync(First, Second);

    public static async Task<PaperWorld> StartedAsync(params Candle[] candles)
    {
        var world = NewWorld();
        await world.ConfigureAndStartAsync(Settings());
        foreach (var candle in candles)
            await world.CloseAsync(candle);
        return world;
    }

    public static Fixed8 TheStop(PaperWorld world)
    {
        var order = world.OpenOrders.ShouldHaveSingleItem();
        order.Side.ShouldBe(OrderSide.Sell);
        order.Trigger.ShouldBe(world.Trader.Describe().Stop);
        return order.Trigger;
    }

    public static PaperWorld NewWorld() => new(Symbol, F("10000"), F("0.001"));

    public static TraderSettings Settings(string quantity = "1", string sellOffset = "1", string interval = "1m") => new(
        CandleInterval.Parse(interval), StrategySettings.Breakout("2", sellOffset), new(SizeKind.Fixed, F(quantity)));

    public static Candle C(int minute, int open, int high, int low, int close) =>
        new(minute * 60_000L, P(open), P(high), P(low), P(close), 1m);

    public static Fixed8 P(int price) => new(price * Fixed8.Scale);

    public static Fixed8 F(string text) => Fixed8.Parse(text);
}

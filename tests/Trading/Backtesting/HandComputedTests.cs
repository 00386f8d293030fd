using TradingBot.Grains.Backtesting;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Tests.Trading.Reference;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Backtesting;

/// <summary>
/// Nine candles worked out on paper, so that neither the backtest nor the reference is only as right as the other.
/// Spot, 1 BTC, buy offset 2, sell offset 1, cash 1000, fee 0.1 %, tick 0.01, step 0.001.
/// </summary>
public sealed class HandComputedTests
{
    private const long Minute = 60_000;

    private static readonly ReferenceSettings Settings = new()
    {
        Quantity = 1m, BuyOffset = 2m, SellOffset = 1m, Cash = 1000m, Fee = 0.001m, Tick = 0.01m, Step = 0.001m, MinQuantity = 0.001m, MinNotional = 5m,
    };

    private static readonly Candle[] Candles =
    [
        // HA 100 / 104 / 98 / 101. Close 102 is below the trigger 104: entry 104 limit 106, stop 97.
        Candle(0, 100m, 104m, 98m, 102m),
        // Path 103, 102, 108, 107: bought at 104, 0.999 BTC arrive. HA low 100.5: the stop rises to 99.50.
        Candle(1, 103m, 108m, 102m, 107m),
        // Path 106, 107, 99, 100: sold at 99.50. HA 102.75 / 107 / 99 / 103.
        Candle(2, 106m, 107m, 99m, 100m),
        // HA high 102.875: entry 102.87 limit 104.87.
        Candle(3, 100m, 101m, 97m, 98m),
        // Opens at 106, over the limit, and never comes back to it: cancelled. HA 100.9375 / 107 / 100.9375 / 105.875: entry 107 limit 109.
        Candle(4, 106m, 107m, 105m, 105.5m),
        // Opens at 107.5 over the trigger: bought there. HA low 103.40625: the stop rises from 99.93 to 102.40.
        Candle(5, 107.5m, 108m, 106m, 107.8m),
        // Opens at 101 under the stop and stays there: sold at the close, 100.50. HA 105.365625 / 100.875.
        Candle(6, 101m, 102m, 100m, 100.5m),
        // The exit was in the candle before: entry at HA high 103.1203125, 103.12 limit 105.12, stop 98.50.
        Candle(7, 100.5m, 101m, 99.5m, 100m),
        // Path 101, 104, 95, 97: bought at 103.12 and sold at 98.50, all in one candle.
        Candle(8, 101m, 104m, 95m, 97m),
    ];

    private static readonly ReferenceTrade[] Trades =
    [
        new(1 * Minute, 104m, 0.999m, 2 * Minute, 99.5m, "stop", 0.2034005m, -4.6989005m),
        new(5 * Minute, 107.5m, 0.999m, 6 * Minute, 100.5m, "escalation", 0.2078995m, -7.2008995m),
        new(8 * Minute, 103.12m, 0.999m, 8 * Minute, 98.5m, "stop", 0.2015215m, -4.8169015m),
    ];

    [Fact]
    public void The_reference_gives_what_was_worked_out_on_paper()
    {
        var result = ReferenceBacktest.Run(Candles, Settings);

        result.Trades.ShouldBe(Trades);
        result.OpenPosition.ShouldBeNull();
        (result.FinalCash, result.FinalBase, result.FinalEquity).ShouldBe((983.2832985m, 0m, 983.2832985m));
        result.Equity[1].ShouldBe(896m + 0.999m * 107m);
        result.HeikinAshi[6].ShouldBe((105.365625m, 105.365625m, 100m, 100.875m));
    }

    [Fact]
    public void The_backtest_gives_what_was_worked_out_on_paper()
    {
        var result = Backtest.Run(Candles, BacktestCase.ToServiceSettings(Settings));

        result.Trades.Select(t => (t.EntryTime, t.EntryPrice.ToString(), t.ExitTime, t.ExitPrice.ToString(), t.ExitReason, t.Fees.ToString(), t.Pnl.ToString()))
            .ShouldBe(
            [
                (1 * Minute, "104", 2 * Minute, "99.5", ExitReason.Stop, "0.2034005", "-4.6989005"),
                (5 * Minute, "107.5", 6 * Minute, "100.5", ExitReason.Escalation, "0.2078995", "-7.2008995"),
                (8 * Minute, "103.12", 8 * Minute, "98.5", ExitReason.Stop, "0.2015215", "-4.8169015"),
            ]);
        result.FinalCash.ToString().ShouldBe("983.2832985");
    }

    [Fact]
    public void A_futures_trade_pays_both_commissions_from_the_quote()
    {
        // Bought at 104, sold at 99.50, quantity 1: -4.5 - 0.104 - 0.0995.
        var result = ReferenceBacktest.Run(Candles[..3], Settings with { Usdm = true });

        result.Trades.ShouldBe([new(Minute, 104m, 1m, 2 * Minute, 99.5m, "stop", 0.2035m, -4.7035m)]);
        result.FinalCash.ShouldBe(995.2965m);
        BacktestCase.Difference(Candles[..3], Settings with { Usdm = true }, out _).ShouldBeNull();
    }

    private static Candle Candle(int minute, decimal open, decimal high, decimal low, decimal close) => new(
        minute * Minute, Fixed8.FromDecimal(open), Fixed8.FromDecimal(high), Fixed8.FromDecimal(low), Fixed8.FromDecimal(close), 1m);
}

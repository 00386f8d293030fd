using TradingBot.Grains.Backtesting;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Tests.Trading.Traders;

/// <summary>Paper trading of a series gives the backtest's trades exactly.</summary>
public sealed class SameAsBacktestTests
{
    [Fact]
    public void A_trader_on_a_simulated_account_does_what_the_backtest_does()
    {
        var trades = 0;
        Properties.Hold(MarketCase.Any(candles: 120, faults: 0), 1_500, c => RunAsync(c).GetAwaiter().GetResult());
        trades.ShouldBeGreaterThan(6_000);

        async Task RunAsync(MarketCase c)
        {
            var candles = c.Candles();
            var world = c.NewWorld();
            await world.ConfigureAndStartAsync(c.Settings);
            foreach (var candle in candles)
                await world.CloseAsync(candle);

            var expected = Backtest.Run(candles, c.BacktestSettings);
            world.Trades.ShouldBe(expected.Trades);
            world.Cash.ShouldBe(expected.FinalCash);
            world.Held.ShouldBe((Fixed16)expected.FinalBase);
            trades += expected.Trades.Length;
        }
    }
}

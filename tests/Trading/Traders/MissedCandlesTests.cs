using TradingBot.Grains.Trading;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;
using static TradingBot.Tests.Trading.Traders.KnownCandles;

namespace TradingBot.Tests.Trading.Traders;

/// <summary>Candles that come twice, late or not at all.</summary>
public sealed class MissedCandlesTests
{
    [Fact]
    public async Task Duplicate_and_old_candles_change_nothing()
    {
        var world = await LongAsync();
        var (before, saves) = (world.Describe(), world.Saves);
        await world.Trader.OnCandleAsync(new(Second, First.OpenTime));
        await world.Trader.OnCandleAsync(new(First, -1));
        (world.Describe(), world.Saves).ShouldBe((before, saves));
    }

    [Fact]
    public async Task Missed_candles_are_fetched_and_traded_in_order()
    {
        var (missing, complete) = (await StartedAsync(First), await StartedAsync(First, Second, Third));
        missing.Remember(Second, CandleInterval.OneMinute);
        missing.Remember(Third, CandleInterval.OneMinute);
        await missing.CloseAsync(Crash);
        await complete.CloseAsync(Crash);
        missing.Describe().ShouldBe(complete.Describe());
        missing.Trades.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Missed_candles_that_history_lacks_stop_it_before_a_hole_reaches_the_strategy()
    {
        var world = await StartedAsync(First);
        var memory = world.State.StrategyMemory;
        (await Should.ThrowAsync<InvalidOperationException>(() => world.Trader.OnCandleAsync(new(Crash, Third.OpenTime))))
            .Message.ShouldContain("hole");
        world.Restart();
        (world.State.Trading.Candle, world.State.StrategyMemory.AsSpan().SequenceEqual(memory.AsSpan())).ShouldBe((First.OpenTime, true));

        // Once history has them, it goes on.
        world.Remember(Second, CandleInterval.OneMinute);
        world.Remember(Third, CandleInterval.OneMinute);
        await world.CloseAsync(Crash);
        world.Trades.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Started_again_after_a_stop_it_has_seen_the_candles_in_between_but_not_traded_them()
    {
        var (stopped, running) = (await StartedAsync(First), await StartedAsync(First, Second, Third));
        await stopped.Trader.StopAsync();
        await stopped.CloseAsync(Second);
        await stopped.CloseAsync(Third);
        await stopped.Trader.StartAsync();
        await stopped.CloseAsync(Crash);
        await running.CloseAsync(Crash);
        stopped.Trades.ShouldBeEmpty();
        stopped.State.Trading.Phase.ShouldBe(TradePhase.None);
        stopped.State.StrategyMemory.ShouldBe(running.State.StrategyMemory);
    }
}

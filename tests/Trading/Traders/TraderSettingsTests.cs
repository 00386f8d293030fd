using TradingBot.Grains.Trading;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;
using static TradingBot.Tests.Trading.Traders.KnownCandles;

namespace TradingBot.Tests.Trading.Traders;

/// <summary>New settings of a trader that is at work.</summary>
public sealed class TraderSettingsTests
{
    private static readonly CandleInterval FiveMinutes = CandleInterval.Parse("5m");

    [Fact]
    public async Task New_settings_take_effect_at_the_next_close()
    {
        var world = await StartedAsync(First);
        (await world.Trader.ConfigureAsync(Settings(quantity: "2"))).ShouldBeEmpty();
        world.OpenOrders.ShouldHaveSingleItem().Quantity.ShouldBe(F("1"));
        world.State.PendingSettings.ShouldNotBeNull();
        await world.CloseAsync(C(1, 100, 105, 99, 101));
        world.OpenOrders.ShouldHaveSingleItem().Quantity.ShouldBe(F("2"));
        world.State.PendingSettings.ShouldBeNull();
        world.State.Settings!.Size.Value.ShouldBe(F("2"));
    }

    [Fact]
    public async Task New_settings_leave_the_stop_of_an_open_position_where_it_is()
    {
        var world = await LongAsync();
        await world.Trader.ConfigureAsync(Settings(sellOffset: "50"));
        await world.CloseAsync(Third);
        TheStop(world).ShouldBe(F("98"), "53.25 would be lower");
        await world.Trader.ConfigureAsync(Settings(sellOffset: "0"));
        await world.CloseAsync(C(3, 118, 130, 117, 125));
        TheStop(world).ShouldBeGreaterThan(F("102"));
    }

    [Fact]
    public async Task Another_mode_waits_for_nothing_but_open_business()
    {
        var world = await StartedAsync(First);
        (await world.Trader.ConfigureAsync(Settings() with { Mode = TradingMode.Testnet })).ShouldHaveSingleItem().Field.ShouldBe("mode");
        world.State.PendingSettings.ShouldBeNull();
        await world.Trader.StopAsync();
        (await world.Trader.ConfigureAsync(Settings() with { Mode = TradingMode.Testnet })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_interval_ends_the_series_and_keeps_the_position_and_its_stop()
    {
        var world = await LongAsync();
        await world.Trader.ConfigureAsync(Settings(interval: "5m"));
        await world.CloseAsync(Third);
        world.Trader.Series!.Value.Interval.ShouldBe(FiveMinutes);
        TheStop(world).ShouldBe(F("98"));

        // Minute candles are not its own any more; the five minutes under way at the change are not traded.
        await world.CloseAsync(Five(1, 118, 125, 117, 121), FiveMinutes);
        TheStop(world).ShouldBeGreaterThan(F("98"));
        await world.CloseAsync(Five(2, 121, 122, 90, 91), FiveMinutes);
        world.Trades.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_interval_cancels_the_open_entry()
    {
        var world = await StartedAsync(First);
        await world.Trader.ConfigureAsync(Settings(interval: "5m"));
        await world.CloseAsync(C(1, 100, 105, 99, 101));
        world.OpenOrders.ShouldBeEmpty();
    }

    [Fact]
    public async Task On_another_interval_the_strategy_has_seen_every_candle_also_the_one_under_way_at_the_change()
    {
        var world = await StartedAsync(First);
        for (var i = -5; i < 0; i++)
            world.Remember(Five(i + 5, 100 + i, 104 + i, 90 + i, 99 + i) with { OpenTime = (i + 5) * 300_000L }, FiveMinutes);
        var start = 5 * 300_000L;
        await world.Trader.ConfigureAsync(Settings(interval: "5m"));
        await world.CloseAsync(C(26, 100, 105, 99, 101));
        var underWay = Five(5, 100, 120, 80, 111);
        underWay.OpenTime.ShouldBe(start);
        world.Remember(underWay, FiveMinutes);
        var next = Five(6, 111, 113, 100, 107);
        await world.CloseAsync(next, FiveMinutes);

        var expected = NewWorld();
        for (var i = -5; i < 0; i++)
            expected.Remember(Five(i + 5, 100 + i, 104 + i, 90 + i, 99 + i) with { OpenTime = (i + 5) * 300_000L }, FiveMinutes);
        expected.Remember(underWay, FiveMinutes);
        await expected.ConfigureAndStartAsync(Settings(interval: "5m"));
        await expected.CloseAsync(next, FiveMinutes);
        world.State.StrategyMemory.ShouldBe(expected.State.StrategyMemory);
    }

    [Fact]
    public async Task Another_interval_while_candles_were_missed_takes_no_candle_of_the_old_one_for_one_of_the_new()
    {
        var world = await StartedAsync(First);
        await world.Trader.ConfigureAsync(Settings(interval: "5m"));
        world.Remember(Second, CandleInterval.OneMinute);
        world.Remember(Third, CandleInterval.OneMinute);
        await world.CloseAsync(Crash);
        world.Trader.Series!.Value.Interval.ShouldBe(FiveMinutes);
        world.State.Trading.Candle.ShouldBe(0, "the five minutes in which the change fell");
        world.State.Candle.ShouldBe(Second, "the old series ended with the first close after the change");
    }

    [Fact]
    public async Task Other_periods_of_a_strategy_warm_up_on_the_candles_before()
    {
        var (changed, fresh) = (NewWorld(), NewWorld());
        var candles = Enumerable.Range(0, 40).Select(i => C(i, 100 + i % 7, 110 + i % 5, 90 - i % 3, 100 + i * 3 % 8)).ToArray();
        foreach (var candle in candles[..30])
        {
            changed.Remember(candle, CandleInterval.OneMinute);
            fresh.Remember(candle, CandleInterval.OneMinute);
        }

        await changed.ConfigureAndStartAsync(EmaCross("3", "9"));
        await changed.Trader.ConfigureAsync(EmaCross("2", "5"));
        await fresh.ConfigureAndStartAsync(EmaCross("2", "5"));
        foreach (var candle in candles[30..])
        {
            await changed.CloseAsync(candle);
            await fresh.CloseAsync(candle);
        }

        changed.State.StrategyMemory.ShouldBe(fresh.State.StrategyMemory);
    }

    private static TraderSettings EmaCross(string fast, string slow) => Settings() with
    {
        Strategy = new("ema-cross", System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("fast", fast).Add("slow", slow)),
    };

    private static Candle Five(int number, int open, int high, int low, int close) =>
        C(number * 5, open, high, low, close);
}

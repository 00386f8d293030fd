using TradingBot.Grains.Trading;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Traders;

/// <summary>
/// Commands to a trader, on candles worked out on paper. Heikin Ashi of the first: 100 110 90 100, so the entry's trigger is 110, its
/// limit 112 and its stop 89. The second fills it at 110 and raises the stop to 98; the third would raise it to 102.25.
/// </summary>
public sealed class TraderCommandTests
{
    private static readonly CandleInterval FiveMinutes = CandleInterval.Parse("5m");

    private static readonly SymbolInfo Symbol = new(
        new(MarketType.Spot, "BTCUSDT"), "BTC", "USDT", F("0.01"), F("0.001"), F("0.001"), F("9000"), F("5"));

    private static readonly Candle First = C(0, 100, 110, 90, 100);
    private static readonly Candle Second = C(1, 100, 115, 99, 112);
    private static readonly Candle Third = C(2, 112, 120, 111, 118);
    private static readonly Candle Crash = C(3, 118, 119, 90, 91);

    [Fact]
    public async Task Running_it_trades()
    {
        var world = await LongAsync();
        world.State.Trading.Phase.ShouldBe(TradePhase.Long);
        TheStop(world).ShouldBe(F("98"));
        await world.CloseAsync(Third);
        TheStop(world).ShouldBe(F("102.25"));
        await world.CloseAsync(Crash);
        world.Trades.ShouldHaveSingleItem().ExitPrice.ShouldBe(F("102.25"));
    }

    [Fact]
    public async Task Without_settings_it_does_not_start()
    {
        var world = NewWorld();
        (await world.Trader.StartAsync()).ShouldHaveSingleItem().Field.ShouldBe("settings");
        world.Saves.ShouldBe(0);
        world.State.RunState.ShouldBe(TraderRunState.Stopped);
    }

    [Fact]
    public async Task Stopped_it_cancels_the_open_entry_and_takes_no_more_candles()
    {
        var world = await StartedAsync(First);
        world.OpenOrders.ShouldHaveSingleItem().Side.ShouldBe(OrderSide.Buy);
        await world.Trader.StopAsync();
        world.OpenOrders.ShouldBeEmpty();
        world.Trader.NeedsCandles.ShouldBeFalse();
        await world.CloseAsync(Second);
        world.State.Trading.Candle.ShouldBe(First.OpenTime);
        world.Trades.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stopped_with_a_position_it_leaves_the_stop_where_it_is_and_books_its_fill()
    {
        var world = await LongAsync();
        await world.Trader.StopAsync();
        world.Trader.NeedsCandles.ShouldBeTrue();
        await world.CloseAsync(Third);
        TheStop(world).ShouldBe(F("98"));
        await world.CloseAsync(Crash);
        var trade = world.Trades.ShouldHaveSingleItem();
        (trade.ExitPrice, trade.ExitReason).ShouldBe((F("98"), ExitReason.Stop));
        world.State.Totals.Trades.ShouldBe(1);
        world.Trader.NeedsCandles.ShouldBeFalse();
        world.OpenOrders.ShouldBeEmpty();
    }

    [Fact]
    public async Task Unpaid_it_cancels_the_open_entry_and_enters_again_once_it_is_paid()
    {
        var world = await StartedAsync(First);
        await world.Trader.HoldEntriesForSubscriptionAsync("the subscription has ended");
        world.OpenOrders.ShouldBeEmpty();
        await world.CloseAsync(C(1, 100, 105, 99, 101));
        world.OpenOrders.ShouldBeEmpty();
        world.Trader.Describe().NotTrading.ShouldBe("the subscription has ended");
        await world.Trader.HoldEntriesForSubscriptionAsync("");
        await world.CloseAsync(C(2, 101, 104, 100, 102));
        world.OpenOrders.ShouldHaveSingleItem().Side.ShouldBe(OrderSide.Buy);
    }

    [Fact]
    public async Task Unpaid_with_a_position_it_is_managed_to_its_exit_and_enters_no_more()
    {
        var world = await LongAsync();
        await world.Trader.HoldEntriesForSubscriptionAsync("the subscription has ended");
        await world.CloseAsync(Third);
        TheStop(world).ShouldBe(F("102.25"));
        await world.CloseAsync(Crash);
        world.Trades.ShouldHaveSingleItem().ExitPrice.ShouldBe(F("102.25"));
        world.OpenOrders.ShouldBeEmpty();
        world.Trader.NeedsCandles.ShouldBeTrue();
    }

    [Fact]
    public async Task Paid_does_not_let_go_what_the_venue_holds_back()
    {
        var world = await StartedAsync(First);
        await world.Trader.HoldEntriesForSubscriptionAsync("the subscription has ended");
        await world.Trader.HoldEntriesAsync("the key is invalid");
        await world.Trader.HoldEntriesForSubscriptionAsync("");
        world.Trader.Describe().NotTrading.ShouldBe("the key is invalid");
        await world.CloseAsync(C(1, 100, 105, 99, 101));
        world.OpenOrders.ShouldBeEmpty();
    }

    [Fact]
    public async Task Paused_it_cancels_the_open_entry_and_enters_again_after_it_was_resumed()
    {
        var world = await StartedAsync(First);
        (await world.Trader.PauseAsync()).ShouldBeEmpty();
        world.OpenOrders.ShouldBeEmpty();
        await world.CloseAsync(C(1, 100, 105, 99, 101));
        world.OpenOrders.ShouldBeEmpty();
        (await world.Trader.ResumeAsync()).ShouldBeEmpty();
        world.OpenOrders.ShouldBeEmpty("the next close decides");
        await world.CloseAsync(C(2, 101, 104, 99, 100));
        world.OpenOrders.ShouldHaveSingleItem().Side.ShouldBe(OrderSide.Buy);
    }

    [Fact]
    public async Task Paused_with_a_position_it_raises_the_stop_to_the_end_and_enters_no_more()
    {
        var world = await LongAsync();
        await world.Trader.PauseAsync();
        await world.CloseAsync(Third);
        TheStop(world).ShouldBe(F("102.25"));
        await world.CloseAsync(Crash);
        world.Trades.Count.ShouldBe(1);
        await world.CloseAsync(C(4, 91, 95, 85, 90));
        world.OpenOrders.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stopped_it_is_neither_paused_nor_resumed()
    {
        var world = NewWorld();
        await world.Trader.ConfigureAsync(Settings());
        var saves = world.Saves;
        (await world.Trader.PauseAsync()).ShouldHaveSingleItem().ToString().ShouldBe("runState: the trader is stopped; only a running one can be paused.");
        (await world.Trader.ResumeAsync()).ShouldHaveSingleItem().ToString().ShouldBe("runState: the trader is stopped; start it instead.");
        world.Saves.ShouldBe(saves);
    }

    [Fact]
    public async Task Flatten_sells_at_market_now_and_trading_goes_on_at_the_next_close()
    {
        var world = await LongAsync();
        await world.Trader.FlattenAsync();
        world.CollectTrades();
        var trade = world.Trades.ShouldHaveSingleItem();
        (trade.ExitPrice, trade.ExitReason, trade.ExitTime).ShouldBe((F("112"), ExitReason.Flatten, Second.OpenTime));
        world.OpenOrders.ShouldBeEmpty();
        world.Held.ShouldBeLessThan((Fixed16)Symbol.StepSize);
        await world.CloseAsync(Third);
        world.OpenOrders.ShouldHaveSingleItem().Side.ShouldBe(OrderSide.Buy);
    }

    [Fact]
    public async Task Flatten_cancels_an_open_entry()
    {
        var world = await StartedAsync(First);
        await world.Trader.FlattenAsync();
        world.OpenOrders.ShouldBeEmpty();
        world.Trades.ShouldBeEmpty();
    }

    [Fact]
    public async Task Flatten_with_nothing_open_does_nothing()
    {
        var world = await StartedAsync();
        await world.Trader.FlattenAsync();
        world.State.Trading.LastOrderId.ShouldBe(0);
    }

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

    private static async Task<PaperWorld> LongAsync() => await StartedAsync(First, Second);

    private static async Task<PaperWorld> StartedAsync(params Candle[] candles)
    {
        var world = NewWorld();
        await world.ConfigureAndStartAsync(Settings());
        foreach (var candle in candles)
            await world.CloseAsync(candle);
        return world;
    }

    private static Fixed8 TheStop(PaperWorld world)
    {
        var order = world.OpenOrders.ShouldHaveSingleItem();
        order.Side.ShouldBe(OrderSide.Sell);
        order.Trigger.ShouldBe(world.Trader.Describe().Stop);
        return order.Trigger;
    }

    private static PaperWorld NewWorld() => new(Symbol, F("10000"), F("0.001"));

    private static TraderSettings Settings(string quantity = "1", string sellOffset = "1", string interval = "1m") => new(
        CandleInterval.Parse(interval), StrategySettings.Breakout("2", sellOffset), new(SizeKind.Fixed, F(quantity)));

    private static TraderSettings EmaCross(string fast, string slow) => Settings() with
    {
        Strategy = new("ema-cross", System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("fast", fast).Add("slow", slow)),
    };

    private static Candle C(int minute, int open, int high, int low, int close) =>
        new(minute * 60_000L, P(open), P(high), P(low), P(close), 1m);

    private static Candle Five(int number, int open, int high, int low, int close) =>
        C(number * 5, open, high, low, close);

    private static Fixed8 P(int price) => new(price * Fixed8.Scale);

    private static Fixed8 F(string text) => Fixed8.Parse(text);
}

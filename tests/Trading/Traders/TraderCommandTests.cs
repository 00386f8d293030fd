using TradingBot.Grains.Trading;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;
using static TradingBot.Tests.Trading.Traders.KnownCandles;

namespace TradingBot.Tests.Trading.Traders;

/// <summary>Commands to a trader.</summary>
public sealed class TraderCommandTests
{
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
}

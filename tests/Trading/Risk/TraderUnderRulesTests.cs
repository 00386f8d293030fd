using FsCheck;
using FsCheck.Fluent;
using TradingBot.Grains.Backtesting;
using TradingBot.Grains.Trading;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Tests.Support;
using TradingBot.Tests.Trading.Traders;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Tests.Trading.Risk;

/// <summary>A whole trader under rules and switches, on the candles of <see cref="TraderCommandTests"/> and on random ones.</summary>
public sealed class TraderUnderRulesTests(ITestOutputHelper output)
{
    private static readonly SymbolInfo Symbol = new(
        new(MarketType.Spot, "BTCUSDT"), "BTC", "USDT", F("0.01"), F("0.001"), F("0.001"), F("9000"), F("5"));

    private static readonly Candle First = C(0, 100, 110, 90, 100);
    private static readonly Candle Second = C(1, 100, 115, 99, 112);
    private static readonly Candle Third = C(2, 112, 120, 111, 118);
    private static readonly Candle Crash = C(3, 118, 119, 90, 91);

    private readonly GateStub _gate = new();

    [Fact]
    public void Under_random_rules_a_paper_trader_does_what_the_backtest_does()
    {
        var (trades, refusals) = (0, 0);
        var limits =
            from notional in Gen.Elements(0, 0, 0, 500) from loss in Gen.Elements(0, 1, 5, 50) from drawdown in Gen.Elements(0, 20, 200)
            from cool in Gen.Choose(0, 5) from stops in Gen.Choose(0, 3) from window in Gen.Choose(1, 60) from pause in Gen.Choose(1, 30)
            from orders in Gen.Elements(0, 0, 1, 2, 3)
            select new TraderRiskLimits(Whole(notional), Whole(loss), Whole(drawdown), cool, stops, window, pause, orders);
        var cases = from market in MarketCase.Any(candles: 120, faults: 0).Generator from rules in limits select (market, rules);
        Properties.Hold(cases, 1_000, c => RunAsync(c.market, c.rules).GetAwaiter().GetResult());
        output.WriteLine($"{trades} trades, {refusals} refusals");
        trades.ShouldBeGreaterThan(1_500);
        refusals.ShouldBeGreaterThan(10_000);

        async Task RunAsync(MarketCase c, TraderRiskLimits rules)
        {
            var candles = c.Candles();
            var world = c.NewWorld();
            await world.ConfigureAndStartAsync(c.Settings with { Risk = rules });
            foreach (var candle in candles)
                await world.CloseAsync(candle);

            var expected = Backtest.Run(candles, c.BacktestSettings with { Risk = rules });
            world.Trades.ShouldBe(expected.Trades);
            world.Cash.ShouldBe(expected.FinalCash);
            trades += expected.Trades.Length;
            refusals += expected.EntriesNotPlaced.Where(e => Enum.TryParse<RiskRule>(e.Key, out _)).Sum(e => e.Value);
        }
    }

    [Fact]
    public void Rules_that_are_off_change_no_backtest() =>
        Properties.Hold(MarketCase.Any(candles: 120, faults: 0), 500, c =>
        {
            var (without, with) = (Backtest.Run(c.Candles(), c.BacktestSettings), Backtest.Run(c.Candles(), c.BacktestSettings with { Risk = new() }));
            with.Trades.ShouldBe(without.Trades);
            with.FinalEquity.ShouldBe(without.FinalEquity);
            with.EntriesNotPlaced.ShouldBe(without.EntriesNotPlaced);
        });

    /// <summary>
    /// The gate opens and shuts at random, the process crashes and answers get lost at random. While the gate is shut no entry leaves for the
    /// exchange, and no position that comes to rest is without its stop.
    /// </summary>
    [Fact]
    public void However_the_gate_moves_no_entry_leaves_while_it_is_shut_and_no_position_is_left_without_a_stop()
    {
        var (trades, shut, crashes, exits) = (0, 0, 0, 0);
        Properties.Hold(MarketCase.Any(candles: 60, faults: 30), 1_000, c => RunAsync(c).GetAwaiter().GetResult());
        output.WriteLine($"{trades} trades, shut at {shut} closes, {crashes} crashes, {exits} exits sent while shut");
        trades.ShouldBeGreaterThan(1_000);
        shut.ShouldBeGreaterThan(5_000);
        crashes.ShouldBeGreaterThan(2_000);
        exits.ShouldBeGreaterThan(500);

        async Task RunAsync(MarketCase c)
        {
            var gate = new GateStub();
            var world = c.NewWorld();
            world.Gate = gate;
            world.Restart();
            world.OnOrder = order =>
            {
                (gate.BlockedBy != RiskRule.None && !order.IsExit).ShouldBeFalse("an entry left");
                exits += gate.BlockedBy != RiskRule.None ? 1 : 0;
            };
            await world.ConfigureAndStartAsync(c.Settings);
            var (next, left) = (0, 0);
            world.OnStep = _ =>
            {
                if (next == c.Faults.Length || left-- > 0)
                    return;
                left = c.Faults[next++] / 2;
                crashes++;
                throw new BrokenOffException();
            };
            var candles = c.Candles();
            for (var i = 0; i < candles.Length; i++)
            {
                var chance = c.FaultKinds.Length == 0 ? 1 : c.FaultKinds[i % c.FaultKinds.Length];
                gate.BlockedBy = chance == 0 ? RiskRule.KillSwitch : RiskRule.None;
                var isLost = chance == 2;
                world.NextLoss = () => isLost && !(isLost = false) ? Loss.Request : Loss.None;
                shut += chance == 0 ? 1 : 0;
                await world.CloseAsync(candles[i], attempts: 100);

                // A command whose answer was lost is settled at the next close.
                if (world.State.Trading is { Phase: TradePhase.Long, InFlight.Kind: CommandKind.None })
                    world.OpenOrders.ShouldContain(o => o.Side == OrderSide.Sell);
            }

            trades += world.Trades.Count;
        }
    }

    [Fact]
    public async Task A_refusal_is_told_once_until_something_else_happens()
    {
        var world = await StartedAsync(new(MaxPositionNotional: F("50")), C(0, 100, 110, 90, 100), C(1, 100, 105, 99, 101), C(2, 101, 106, 98, 100));
        world.OpenOrders.ShouldBeEmpty();
        var first = world.Trader.Describe();
        first.Notice.ShouldBe("no entry (PositionNotional): the position would cost 112, the limit is 50");
        first.Risk!.BlockedBy.ShouldBe(RiskRule.PositionNotional);

        await world.Trader.ConfigureAsync(Settings(new()));
        await world.CloseAsync(C(3, 100, 105, 99, 101));
        world.OpenOrders.ShouldHaveSingleItem();
        world.Trader.Describe().Notice.ShouldBe("entries are allowed again");
        world.Trader.Describe().Risk!.BlockedBy.ShouldBe(RiskRule.None);
    }

    [Fact]
    public async Task A_rule_that_stands_against_entries_leaves_the_position_to_its_stop()
    {
        var world = await StartedAsync(new(), First, Second);
        await world.Trader.ConfigureAsync(Settings(new(MaxPositionNotional: F("1"), MaxOrdersPerMinute: 1, CoolDownMinutes: 1)));
        await world.CloseAsync(Third);
        world.OpenOrders.ShouldHaveSingleItem().Trigger.ShouldBe(F("102.25"));
        await world.CloseAsync(Crash);
        world.Trades.ShouldHaveSingleItem().ExitReason.ShouldBe(ExitReason.Stop);
    }

    [Fact]
    public async Task Stopped_and_started_the_drawdown_begins_anew_and_the_day_does_not()
    {
        var world = await StartedAsync(new(MaxDrawdown: F("0.01")), First, Second, C(2, 112, 113, 95, 95));
        world.Trades.ShouldHaveSingleItem().Pnl.ShouldBeLessThan(Fixed16.Zero);
        var before = world.Trader.Describe().Risk!;
        before.Drawdown.ShouldBe(-before.DayPnl);
        await world.Trader.PauseAsync();
        await world.Trader.ResumeAsync();
        world.Trader.Describe().Risk!.Drawdown.ShouldBe(before.Drawdown);
        await world.Trader.StopAsync();
        await world.Trader.StartAsync();
        world.Trader.Describe().Risk!.ShouldBe(before with { Drawdown = default });
    }

    [Fact]
    public async Task What_was_lost_in_one_mode_is_remembered_for_that_mode_alone()
    {
        var world = await StartedAsync(new(), First, Second, C(2, 112, 113, 95, 95));
        var paper = world.Trader.Describe().Risk!;
        paper.DayPnl.IsZero.ShouldBeFalse();
        await world.Trader.StopAsync();
        await world.Trader.ConfigureAsync(Settings(new()) with { Mode = TradingMode.Demo });
        world.Trader.Describe().Risk!.DayPnl.IsZero.ShouldBeTrue();
        await world.Trader.ConfigureAsync(Settings(new()));
        world.Trader.Describe().Risk!.DayPnl.ShouldBe(paper.DayPnl);
    }

    [Fact]
    public async Task Candles_that_are_too_old_by_the_clock_are_not_traded()
    {
        var clock = new ManualTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(60_000));
        var world = NewWorld();
        world.Clock = clock;
        world.Restart();
        await world.ConfigureAndStartAsync(Settings(new(StaleAfterCandles: 2)));
        await world.CloseAsync(First);
        world.OpenOrders.ShouldHaveSingleItem();
        clock.Advance(TimeSpan.FromSeconds(60 + 120 + 11));
        await world.CloseAsync(C(1, 100, 105, 99, 101));
        world.OpenOrders.ShouldBeEmpty();
        world.Trader.Describe().Risk!.BlockedBy.ShouldBe(RiskRule.StaleMarketData);
    }

    [Fact]
    public async Task Every_entry_is_asked_for_with_its_cost_and_what_is_open()
    {
        var world = await GatedAsync(First);
        _gate.Asked.ShouldHaveSingleItem().ShouldBe((Exposure("0"), F("112"), 60_000));
        world.Trader.Exposure.ShouldBe(Exposure("112"));
        await world.CloseAsync(C(1, 100, 105, 99, 101));
        _gate.Asked[^1].Exposure.ShouldBe(Exposure("112"), "the one that is to be replaced is open");
        await world.CloseAsync(C(2, 101, 115, 99, 112));
        world.State.Trading.Phase.ShouldBe(TradePhase.Long);
        world.Trader.Exposure!.Notional.ShouldBe(world.State.Trading.Trade.Cost);
        await world.CloseAsync(C(3, 112, 113, 80, 81));
        await world.Trader.StopAsync();
        world.Trader.Exposure!.Notional.ShouldBe(Fixed16.Zero);
        world.Trader.Exposure!.Realised.ShouldBe(world.State.Totals.Pnl);
    }

    [Fact]
    public async Task Refused_by_the_gate_an_open_entry_is_cancelled()
    {
        var world = await GatedAsync(First);
        _gate.Decide = () => new(RiskRule.UserOpenPositions, F("2"), F("2"));
        await world.CloseAsync(C(1, 100, 105, 99, 101));
        world.OpenOrders.ShouldBeEmpty();
        world.Trader.Describe().Notice.ShouldBe("no entry (UserOpenPositions): 2 other positions and entry orders are open, the limit is 2 in all");
    }

    [Fact]
    public async Task The_kill_switch_cancels_the_entry_and_keeps_the_position()
    {
        var world = await GatedAsync(First);
        (await world.Trader.ControlAsync(new(1, RiskRule.KillSwitch))).ShouldBeTrue();
        world.OpenOrders.ShouldBeEmpty();
        world.Trader.Describe().Notice.ShouldBe("no entry (KillSwitch): the kill switch is on");
        await world.CloseAsync(C(1, 100, 105, 99, 101));
        world.OpenOrders.ShouldBeEmpty();

        (await world.Trader.ControlAsync(new(2))).ShouldBeTrue();
        world.Trader.Describe().Notice.ShouldBe("entries are allowed again");
        world.OpenOrders.ShouldBeEmpty("the next close decides");
        await world.CloseAsync(C(2, 100, 105, 99, 101));
        world.OpenOrders.ShouldHaveSingleItem().Side.ShouldBe(OrderSide.Buy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_kill_switch_keeps_the_position_with_its_stop_or_sells_it(bool flatten)
    {
        var world = await GatedAsync(First, Second);
        (await world.Trader.ControlAsync(new(1, RiskRule.ServiceKillSwitch, flatten))).ShouldBeTrue();
        world.CollectTrades();
        if (flatten)
        {
            world.Trades.ShouldHaveSingleItem().ExitReason.ShouldBe(ExitReason.Flatten);
            world.OpenOrders.ShouldBeEmpty();
        }
        else
        {
            await world.CloseAsync(Third);
            world.OpenOrders.ShouldHaveSingleItem().Trigger.ShouldBe(F("102.25"), "it is managed to its exit");
        }
    }

    [Fact]
    public async Task A_fill_that_comes_after_the_kill_is_sold_where_positions_are()
    {
        var world = await GatedAsync(First);
        _gate.Obey(new(1, RiskRule.KillSwitch, Flatten: true));
        await world.CloseAsync(Second);
        world.Trades.ShouldHaveSingleItem().ExitReason.ShouldBe(ExitReason.Flatten);
        world.Held.ShouldBeLessThan(Symbol.StepSize);
    }

    [Fact]
    public async Task A_trader_that_cannot_reach_the_exchange_does_not_confirm()
    {
        var world = await GatedAsync(First);
        world.NextLoss = () => Loss.Request;
        (await world.Trader.ControlAsync(new(1, RiskRule.KillSwitch))).ShouldBeFalse();
        world.NextLoss = () => Loss.None;
        (await world.Trader.ControlAsync(new(1, RiskRule.KillSwitch))).ShouldBeTrue();
        world.OpenOrders.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_entry_that_never_reached_the_exchange_is_not_sent_after_the_kill()
    {
        var world = NewWorld();
        world.Gate = _gate;
        world.Restart();
        await world.ConfigureAndStartAsync(Settings(new()));
        world.NextLoss = () => Loss.Request;
        await world.CloseAsync(First);
        world.State.Trading.InFlight.Kind.ShouldBe(CommandKind.Place);
        world.NextLoss = () => Loss.None;
        var placed = 0;
        world.OnStep = where => placed += where == "before place" ? 1 : 0;
        (await world.Trader.ControlAsync(new(1, RiskRule.KillSwitch))).ShouldBeTrue();
        placed.ShouldBe(0);
        world.OpenOrders.ShouldBeEmpty();
    }

    private async Task<PaperWorld> GatedAsync(params Candle[] candles)
    {
        var world = NewWorld();
        world.Gate = _gate;
        world.Restart();
        await world.ConfigureAndStartAsync(Settings(new()));
        foreach (var candle in candles)
            await world.CloseAsync(candle);
        return world;
    }

    private static async Task<PaperWorld> StartedAsync(TraderRiskLimits limits, params Candle[] candles)
    {
        var world = NewWorld();
        await world.ConfigureAndStartAsync(Settings(limits));
        foreach (var candle in candles)
            await world.CloseAsync(candle);
        return world;
    }

    private static TraderExposure Exposure(string notional) => new(Symbol.Id, TradingMode.Paper, "USDT", F(notional), 0, default, default);

    private static PaperWorld NewWorld() => new(Symbol, F("10000"), F("0.001"));

    private static TraderSettings Settings(TraderRiskLimits limits) => new(
        CandleInterval.OneMinute, StrategySettings.Breakout("2", "1"), new(SizeKind.Fixed, F("1")), Risk: limits);

    private static Candle C(int minute, int open, int high, int low, int close) =>
        new(minute * 60_000L, P(open), P(high), P(low), P(close), 1m);

    private static Fixed8 P(int price) => new(price * Fixed8.Scale);

    private static Fixed8 Whole(int value) => new(value * Fixed8.Scale);

    private static Fixed8 F(string text) => Fixed8.Parse(text);
}

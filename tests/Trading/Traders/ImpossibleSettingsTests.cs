using System.Collections.Immutable;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Traders;

/// <summary>Settings that cannot be used are refused by field and limit, and nothing changes.</summary>
public sealed class ImpossibleSettingsTests
{
    private static readonly TraderSettings Good = new(
        CandleInterval.OneMinute, StrategySettings.Breakout("1", "1"), new(SizeKind.Fixed, F("1")));

    public static TheoryData<string, TraderSettings, string, string> Impossible => new()
    {
        { "negative buy offset", Good with { Strategy = StrategySettings.Breakout("-1", "1") }, "strategy.parameters.buyOffset", "'-1' is not a number from 0 to 1000000000" },
        { "negative sell offset", Good with { Strategy = StrategySettings.Breakout("1", "-0.00000001") }, "strategy.parameters.sellOffset", "from 0 to" },
        { "offset of 10^30", Good with { Strategy = StrategySettings.Breakout("1000000000000000000000000000000", "1") }, "strategy.parameters.buyOffset", "to 1000000000" },
        { "offset in words", Good with { Strategy = StrategySettings.Breakout("ten", "1") }, "strategy.parameters.buyOffset", "'ten' is not a number" },
        { "nine decimals", Good with { Strategy = StrategySettings.Breakout("0.000000001", "1") }, "strategy.parameters.buyOffset", "at most 8 decimals" },
        { "unknown parameter", Good with { Strategy = Good.Strategy with { Parameters = Good.Strategy.Parameters.Add("ofset", "1") } }, "strategy.parameters.ofset", "it has buyOffset, sellOffset" },
        { "unknown strategy", Good with { Strategy = Good.Strategy with { Name = "moon" } }, "strategy.name", "use one of ema-cross, heikin-ashi-breakout" },
        { "nameless strategy", Good with { Strategy = new(null!, null!) }, "strategy.name", "is not a strategy" },
        { "no strategy", Good with { Strategy = null! }, "strategy", "missing" },
        { "no interval", Good with { Interval = default }, "interval", "1s 1m 3m 5m" },
        { "zero quantity", Good with { Size = new(SizeKind.Fixed, default) }, "size.value", "0 is not above zero" },
        { "negative quantity", Good with { Size = new(SizeKind.Fixed, F("-1")) }, "size.value", "-1 is not above zero" },
        { "quantity below the step", Good with { Size = new(SizeKind.Fixed, F("1.0005")) }, "size.value", "not a multiple of the step size 0.001" },
        { "quantity below the least", Good with { Size = new(SizeKind.Fixed, F("0.001")) }, "size.value", "outside 0.002 to 9000" },
        { "quantity above the most", Good with { Size = new(SizeKind.Fixed, F("9001")) }, "size.value", "outside 0.002 to 9000" },
        { "quantity of the largest number", Good with { Size = new(SizeKind.Fixed, Fixed8.MaxValue) }, "size.value", "" },
        { "quote below the smallest order", Good with { Size = new(SizeKind.Quote, F("4.99")) }, "size.value", "below the smallest order, 5" },
        { "more than all", Good with { Size = new(SizeKind.Percent, F("100.00000001")) }, "size.value", "above 100 %" },
        { "unknown kind of size", Good with { Size = new((SizeKind)7, F("1")) }, "size.value", "use fixed, quote or percent" },
        { "leverage on spot", Good with { Leverage = 2 }, "leverage", "must be 1" },
        { "no leverage", Good with { Leverage = 0 }, "leverage", "must be 1" },
        { "unknown mode", Good with { Mode = (TradingMode)9 }, "mode", "not paper, testnet, demo or live" },
        { "fast above slow", Ema(("fast", "30"), ("slow", "20")), "strategy.parameters.fast", "30 must be below slow, which is 20" },
        { "half a period", Ema(("fast", "2.5")), "strategy.parameters.fast", "not a whole number from 1 to 500" },
        { "period of nothing", Ema(("atrPeriod", "0")), "strategy.parameters.atrPeriod", "from 1 to 500" },
        { "no distance", Ema(("atrMultiple", "0")), "strategy.parameters.atrMultiple", "from 0.1 to 100" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public async Task They_are_refused_by_field_and_limit_and_change_nothing(string what, TraderSettings settings, string field, string words)
    {
        var world = NewWorld(MarketType.Spot);
        await world.ConfigureAndStartAsync(Good);
        var (before, saves) = (System.Text.Json.JsonSerializer.Serialize(world.State), world.Saves);
        var error = (await world.Trader.ConfigureAsync(settings)).ShouldHaveSingleItem();
        error.Field.ShouldBe(field, what);
        error.Message.ShouldContain(words);
        System.Text.Json.JsonSerializer.Serialize(world.State).ShouldBe(before);
        world.Saves.ShouldBe(saves);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(126)]
    [InlineData(int.MaxValue)]
    public async Task Leverage_outside_the_venues_range_is_refused_on_futures(int leverage)
    {
        var world = NewWorld(MarketType.Usdm);
        var error = (await world.Trader.ConfigureAsync(Good with { Leverage = leverage })).ShouldHaveSingleItem();
        error.ToString().ShouldBe($"leverage: {leverage} is outside 1 to 125.");
        world.State.Settings.ShouldBeNull();
        world.Saves.ShouldBe(0);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        var wrong = Good with { Size = default, Leverage = 3, Strategy = StrategySettings.Breakout("-1", "x") };
        (await NewWorld(MarketType.Spot).Trader.ConfigureAsync(wrong)).Select(e => e.Field).ShouldBe(
            ["strategy.parameters.buyOffset", "strategy.parameters.sellOffset", "size.value", "leverage"], ignoreOrder: true);
    }

    private static TraderSettings Ema(params (string Name, string Value)[] parameters) => Good with
    {
        Strategy = new("ema-cross", parameters.ToImmutableSortedDictionary(p => p.Name, p => p.Value)),
    };

    private static PaperWorld NewWorld(MarketType market) => new(
        new(new(market, "BTCUSDT"), "BTC", "USDT", F("0.01"), F("0.001"), F("0.002"), F("9000"), F("5")), F("10000"), F("0.001"));

    private static Fixed8 F(string text) => Fixed8.Parse(text);
}

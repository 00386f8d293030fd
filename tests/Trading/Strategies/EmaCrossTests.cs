using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Strategies;

/// <summary>The strategies against plain arithmetic, and against themselves after a restart.</summary>
public sealed class EmaCrossTests
{
    internal sealed record Series(Candle[] Candles, int Fast, int Slow, int Atr, int Tenths, int Cut)
    {
        public override string ToString() => $"{Fast}/{Slow} atr {Atr} x {Tenths / 10m} cut {Cut}\n{string.Join('\n', Candles)}";
    }

    [Fact]
    public void Averages_crosses_and_stops_equal_plain_arithmetic()
    {
        var (entries, exits) = (0, 0);
        Properties.Hold(AnySeries(), 1_000, s =>
        {
            var strategy = Ema(s);
            var (fast, slow, atr, previous) = (0m, 0m, 0m, 0m);
            for (var i = 0; i < s.Candles.Length; i++)
            {
                var c = s.Candles[i];
                var (high, low, close) = (c.High.ToDecimal(), c.Low.ToDecimal(), c.Close.ToDecimal());
                var range = i == 0 ? high - low : Math.Max(high - low, Math.Max(Math.Abs(high - previous), Math.Abs(low - previous)));
                var wasAbove = fast > slow;
                fast = i == 0 ? close : fast + Math.Round((close - fast) * 2 / (s.Fast + 1), 8, MidpointRounding.ToEven);
                slow = i == 0 ? close : slow + Math.Round((close - slow) * 2 / (s.Slow + 1), 8, MidpointRounding.ToEven);
                atr = i == 0 ? range : atr + Math.Round((range - atr) / s.Atr, 8, MidpointRounding.ToEven);
                previous = close;

                var signal = strategy.OnClose(c);
                strategy.Indicators.Select(x => (x.Key, x.Value.ToDecimal())).ShouldBe([("emaFast", fast), ("emaSlow", slow), ("atr", atr)]);
                var ready = i >= s.Slow;
                signal.Entry.ShouldBe(ready && !wasAbove && fast > slow ? EntryKind.Market : EntryKind.None);
                signal.Exit.ShouldBe(ready && wasAbove && fast <= slow);
                signal.Stop.ToDecimal().ShouldBe(close - decimal.Truncate(atr * s.Tenths / 10m * 100_000_000m) / 100_000_000m);
                entries += signal.Entry == EntryKind.Market ? 1 : 0;
                exits += signal.Exit ? 1 : 0;
            }
        });
        entries.ShouldBeGreaterThan(2_000);
        exits.ShouldBeGreaterThan(2_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_restored_strategy_goes_on_as_if_it_had_never_ended(bool isEmaCross) => Properties.Hold(AnySeries(), 500, s =>
    {
        var (whole, first, second) = (New(s), New(s), New(s));
        var cut = s.Cut % s.Candles.Length;
        foreach (var candle in s.Candles[..cut])
            whole.OnClose(candle).ShouldBe(first.OnClose(candle));
        var memory = first.Save();
        second.TryRestore(memory).ShouldBe(cut > 0, "there is nothing to go on from before the first candle");
        if (cut > 0)
            second.Save().ShouldBe(memory);
        foreach (var candle in s.Candles[cut..])
        {
            whole.OnClose(candle).ShouldBe(second.OnClose(candle));
            whole.Indicators.ShouldBe(second.Indicators);
        }

        IStrategy New(Series x) => isEmaCross ? Ema(x) : StrategyCatalog.BuiltIn.Create(StrategySettings.Breakout("1", "2"));
    });

    [Fact]
    public void The_memory_of_other_periods_is_not_usable()
    {
        var strategy = new EmaCross(3, 9, 5, Fixed8.One);
        strategy.OnClose(new(0, Fixed8.One, Fixed8.One, Fixed8.One, Fixed8.One, 1));
        new EmaCross(4, 9, 5, Fixed8.One).TryRestore(strategy.Save()).ShouldBeFalse();
        new EmaCross(3, 10, 5, Fixed8.One).TryRestore(strategy.Save()).ShouldBeFalse();
        new EmaCross(3, 9, 6, Fixed8.One).TryRestore(strategy.Save()).ShouldBeFalse();
        new EmaCross(3, 9, 5, new(7)).TryRestore(strategy.Save()).ShouldBeTrue("the multiple is no part of the series");
    }

    [Fact]
    public void The_memory_of_another_strategy_is_not_usable()
    {
        var breakout = StrategyCatalog.BuiltIn.Create(StrategySettings.Breakout("1", "2"));
        breakout.OnClose(new(0, Fixed8.One, Fixed8.One, Fixed8.One, Fixed8.One, 1));
        new EmaCross(3, 9, 5, Fixed8.One).TryRestore(breakout.Save()).ShouldBeFalse();
        breakout.TryRestore(ImmutableArray.Create(1L, 2L)).ShouldBeFalse();
        breakout.TryRestore([]).ShouldBeFalse();
    }

    private static EmaCross Ema(Series s) => new(s.Fast, s.Slow, s.Atr, new(s.Tenths * 10_000_000L));

    private static Gen<Series> AnySeries()
    {
        var candle =
            from open in Gen.Choose(80_000, 120_000) from close in Gen.Choose(80_000, 120_000) from up in Gen.Choose(0, 5_000) from down in Gen.Choose(0, 5_000)
            select (open, close, up, down);
        return
            from candles in candle.ArrayOf(60)
            from length in Gen.Choose(1, 60)
            from fast in Gen.Choose(1, 6) from more in Gen.Choose(1, 9) from atr in Gen.Choose(1, 9)
            from tenths in Gen.Choose(1, 50) from cut in Gen.Choose(0, 1_000)
            select new Series(
                [.. candles[..length].Select((c, i) => new Candle(
                    i * 60_000L, P(c.open), P(Math.Max(c.open, c.close) + c.up), P(Math.Min(c.open, c.close) - c.down), P(c.close), 1m))],
                fast, fast + more, atr, tenths, cut);
    }

    private static Fixed8 P(int thousandths) => new(thousandths * 100_000L);
}

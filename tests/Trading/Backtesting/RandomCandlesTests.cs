using FsCheck;
using FsCheck.Fluent;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Tests.Trading.Reference;

namespace TradingBot.Tests.Trading.Backtesting;

/// <summary>Over any candles and settings the backtest equals the reference; a failure is shrunk to few candles.</summary>
public sealed class RandomCandlesTests(ITestOutputHelper output)
{
    private const int Runs = 4000;

    /// <summary>One candle as small whole numbers, so that shrinking ends at readable cases.</summary>
    /// <param name="Gap">From the last close to this open, in price units.</param>
    /// <param name="Move">From open to close.</param>
    /// <param name="Up">High above both.</param>
    /// <param name="Down">Low below both.</param>
    internal sealed record Shape(int Gap, int Move, int Up, int Down);

    /// <param name="Unit">Size of a price unit, index into <see cref="Units"/>; ticks may be finer or coarser.</param>
    internal sealed record Scenario(
        Shape[] Shapes, int Unit, int Tick, int Step, int Size, int Amount, int Buy, int Sell, int Fee, int MinNotional, bool Usdm, int Leverage);

    private static readonly decimal[] Units = [0.01m, 0.0001m, 1m, 0.37m];
    private static readonly decimal[] Ticks = [0.01m, 0.07m, 0.5m, 1m, 0.00000003m, 3m];
    private static readonly decimal[] Steps = [0.001m, 0.00001m, 0.03m, 1m, 0.7m];
    private static readonly decimal[] Fees = [0m, 0.001m, 0.00075m, 0.1m, 0.000333m];
    private static readonly int[] Leverages = [1, 3, 20, 125];

    [Fact]
    public void Any_candles_give_the_reference_trades()
    {
        var (trades, escalations, sameCandle, refused) = (0, 0, 0, 0);
        var property = Prop.ForAll(Scenarios(), scenario =>
        {
            var (candles, settings) = Build(scenario);
            var difference = BacktestCase.Difference(candles, settings, out var expected);
            trades += expected.Trades.Count;
            escalations += expected.Trades.Count(t => t.ExitReason == "escalation");
            sameCandle += expected.Trades.Count(t => t.ExitTime == t.EntryTime);
            refused += expected.Trades.Count == 0 ? 1 : 0;
            return (difference is null).Label($"{difference}\n{settings}\n{string.Join('\n', candles)}");
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Runs), property);

        output.WriteLine($"{Runs} series, {trades} trades equal: {escalations} escalations, {sameCandle} within one candle; {refused} series without a trade");
        // A generator that stopped reaching the interesting rules would make this test empty.
        trades.ShouldBeGreaterThan(Runs);
        escalations.ShouldBeGreaterThan(Runs / 20);
        sameCandle.ShouldBeGreaterThan(Runs / 20);
    }

    private static Arbitrary<Scenario> Scenarios()
    {
        var small = Gen.Choose(0, 12);
        // Dojis, flat candles and gaps are as frequent as ordinary candles.
        var shape = Gen.Frequency(
            (6, from move in Gen.Choose(-15, 15) from up in small from down in small select new Shape(0, move, up, down)),
            (1, from up in small from down in small select new Shape(0, 0, up, down)),
            (1, Gen.Constant(new Shape(0, 0, 0, 0))),
            (3, from gap in Gen.Choose(-60, 60) from move in Gen.Choose(-15, 15) from up in small from down in small select new Shape(gap, move, up, down)));
        var scenario =
            from shapes in shape.ArrayOf(120)
            from length in Gen.Choose(1, 120)
            from unit in Gen.Choose(0, Units.Length - 1)
            from tick in Gen.Choose(0, Ticks.Length - 1)
            from step in Gen.Choose(0, Steps.Length - 1)
            from size in Gen.Choose(0, 2)
            from amount in Gen.Choose(1, 100)
            from buy in Gen.Choose(0, 30)
            from sell in Gen.Choose(0, 30)
            from fee in Gen.Choose(0, Fees.Length - 1)
            from minNotional in Gen.Choose(0, 20)
            from usdm in Gen.Elements(true, false)
            from leverage in Gen.Choose(0, Leverages.Length - 1)
            select new Scenario(shapes[..length], unit, tick, step, size, amount, buy, sell, fee, minNotional, usdm, leverage);
        return Arb.From(scenario, Shrink);
    }

    private static IEnumerable<Scenario> Shrink(Scenario s)
    {
        for (var half = s.Shapes.Length / 2; half >= 1; half /= 2)
        {
            for (var at = 0; at + half <= s.Shapes.Length; at += half)
            {
                if (s.Shapes.Length > half)
                    yield return s with { Shapes = [.. s.Shapes[..at], .. s.Shapes[(at + half)..]] };
            }
        }

        if (s.Buy > 0)
            yield return s with { Buy = 0 };
        if (s.Sell > 0)
            yield return s with { Sell = 0 };
        if (s.Fee > 0)
            yield return s with { Fee = 0 };
        if (s.MinNotional > 0)
            yield return s with { MinNotional = 0 };
        if (s.Usdm)
            yield return s with { Usdm = false };
        for (var i = 0; i < s.Shapes.Length; i++)
        {
            foreach (var simpler in Simpler(s.Shapes[i]))
                yield return s with { Shapes = [.. s.Shapes[..i], simpler, .. s.Shapes[(i + 1)..]] };
        }
    }

    private static IEnumerable<Shape> Simpler(Shape shape)
    {
        if (shape.Gap != 0)
            yield return shape with { Gap = shape.Gap / 2 };
        if (shape.Move != 0)
            yield return shape with { Move = shape.Move / 2 };
        if (shape.Up != 0)
            yield return shape with { Up = 0 };
        if (shape.Down != 0)
            yield return shape with { Down = 0 };
    }

    private static (Candle[] Candles, ReferenceSettings Settings) Build(Scenario s)
    {
        var unit = Units[s.Unit];
        var candles = new Candle[s.Shapes.Length];
        var last = 1000;
        for (var i = 0; i < candles.Length; i++)
        {
            var (gap, move, up, down) = s.Shapes[i];
            var open = Math.Max(1, last + gap);
            var close = Math.Max(1, open + move);
            var (high, low) = (Math.Max(open, close) + up, Math.Max(1, Math.Min(open, close) - down));
            candles[i] = new(i * 60_000L, Price(open), Price(high), Price(low), Price(close), 1m);
            last = close;
        }

        var step = Steps[s.Step];
        var settings = new ReferenceSettings
        {
            Usdm = s.Usdm,
            Leverage = s.Usdm ? Leverages[s.Leverage] : 1,
            Tick = Ticks[s.Tick],
            Step = step,
            MinQuantity = step,
            MinNotional = s.MinNotional / 4m,
            Fee = Fees[s.Fee],
            Cash = 1000m,
            BuyOffset = s.Buy * unit / 4m,
            SellOffset = s.Sell * unit / 4m,
            Quantity = s.Size == 0 ? Math.Max(1m, decimal.Floor(s.Amount / unit / 1000m / step)) * step : null,
            Quote = s.Size == 1 ? s.Amount * 7.77m : null,
            Percent = s.Size == 2 ? s.Amount : null,
        };
        return (candles, settings);

        Fixed8 Price(int units) => Fixed8.FromDecimal(units * unit);
    }
}

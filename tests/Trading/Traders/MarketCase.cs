using FsCheck;
using FsCheck.Fluent;
using TradingBot.Grains.Backtesting;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Traders;

internal sealed record Shape(int Gap, int Move, int Up, int Down);

/// <summary>Random candles and what they are traded with, in small whole numbers that shrink to readable cases.</summary>
/// <param name="Faults">Steps from one fault to the next.</param>
/// <param name="FaultKinds">What goes wrong at each of them.</param>
internal sealed record MarketCase(
    Shape[] Shapes, MarketType Market, bool IsEmaCross, SizeKind Size, int Amount, int Buy, int Sell, int Fee, int Leverage, int[] Faults, int[] FaultKinds)
{
    private static readonly decimal[] Fees = [0m, 0.001m, 0.000333m, 0.02m];

    public SymbolInfo Symbol { get; } = new(
        new(Market, "BTCUSDT"), "BTC", "USDT", F(0.01m), F(0.0003m), F(0.0003m), F(9_000_000m), F(1m));

    public Fixed8 Cash { get; } = F(1_000m);

    public Fixed8 FeeRate => F(Fees[Fee]);

    public TraderSettings Settings => new(
        CandleInterval.OneMinute,
        IsEmaCross
            ? new("ema-cross", System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty
                .Add("fast", "2").Add("slow", "4").Add("atrPeriod", "3").Add("atrMultiple", $"0.{Sell + 1}"))
            : StrategySettings.Breakout(F(Buy / 100m).ToString(), F(Sell / 100m).ToString()),
        new(Size, Size == SizeKind.Fixed ? F(Amount * 0.0003m * 40) : Size == SizeKind.Quote ? F(Amount * 7.77m) : F(Amount)),
        Market == MarketType.Usdm ? Leverage : 1);

    public BacktestSettings BacktestSettings => new(
        Symbol, CandleInterval.OneMinute, Settings.Strategy, Settings.Size, Cash, FeeRate, Settings.Leverage);

    /// <summary>A market of little volume, in which large orders fill in parts and above what they should cost.</summary>
    public bool IsThin { get; init; }

    public PaperWorld NewWorld() =>
        new(Symbol, Cash, FeeRate, IsThin ? new() { MaxVolumeShare = F(0.2m), Slippage = F(0.001m) } : null);

    public Candle[] Candles()
    {
        var candles = new Candle[Shapes.Length];
        var last = 1_000;
        for (var i = 0; i < candles.Length; i++)
        {
            var (gap, move, up, down) = Shapes[i];
            var open = Math.Max(1, last + gap);
            var close = Math.Max(1, open + move);
            candles[i] = new(
                i * 60_000L, P(open), P(Math.Max(open, close) + up), P(Math.Max(1, Math.Min(open, close) - down)), P(close), 1m);
            last = close;
        }

        return candles;
    }

    public override string ToString() =>
        $"{Market} {Settings} fee {FeeRate} faults {string.Join(' ', Faults)} kinds {string.Join(' ', FaultKinds)}\n{string.Join('\n', Shapes.AsEnumerable())}";

    public static Arbitrary<MarketCase> Any(int candles, int faults)
    {
        var small = Gen.Choose(0, 12);
        var shape =
            from gap in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(-40, 40)))
            from move in Gen.Choose(-15, 15) from up in small from down in small
            select new Shape(gap, move, up, down);
        var any =
            from length in Gen.Choose(1, candles)
            from shapes in shape.ArrayOf(length)
            from market in Gen.Elements(MarketType.Spot, MarketType.Usdm)
            from isEmaCross in Gen.Elements(true, false)
            from size in Gen.Elements(SizeKind.Fixed, SizeKind.Quote, SizeKind.Percent)
            from amount in Gen.Choose(1, 100)
            from buy in Gen.Choose(0, 8) from sell in Gen.Choose(0, 8)
            from fee in Gen.Choose(0, Fees.Length - 1)
            from leverage in Gen.Elements(1, 3, 20)
            from every in Gen.Choose(1, 40)
            from steps in Gen.Choose(0, every).ArrayOf(faults)
            from kinds in Gen.Choose(0, 3).ArrayOf(faults)
            select new MarketCase(shapes, market, isEmaCross, size, amount, buy, sell, fee, leverage, steps, kinds);
        return Arb.From(any, Shrink);
    }

    private static IEnumerable<MarketCase> Shrink(MarketCase c)
    {
        foreach (var fewer in Properties.Shorter(c.Faults))
            yield return c with { Faults = fewer };
        foreach (var fewer in Properties.Shorter(c.Shapes))
            yield return c with { Shapes = fewer };
        if (c.Fee > 0)
            yield return c with { Fee = 0 };
        if (c.Leverage > 1)
            yield return c with { Leverage = 1 };
        for (var i = 0; i < c.Faults.Length; i++)
        {
            if (c.Faults[i] > 0)
                yield return c with { Faults = [.. c.Faults[..i], c.Faults[i] - 1, .. c.Faults[(i + 1)..]] };
        }
    }

    private static Fixed8 P(int ticks) => new(ticks * 1_000_000L);

    private static Fixed8 F(decimal value) => Fixed8.FromDecimal(value);
}

using System.Globalization;
using System.Text.Json;
using TradingBot.Grains.Trading.Indicators;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Tests.Trading.Reference;

namespace TradingBot.Tests.Trading.Indicators;

/// <summary>Heikin Ashi values against those of two other projects, which round nowhere and start with HA_open = (open + close) / 2.</summary>
public sealed class HeikinAshiTests
{
    private const decimal Tolerance = 0.000001m;

    // Each candle halves what is left of the different start: 100 / 2^60 is far below the tolerance.
    private const int Settled = 60;

    [Fact]
    public void Five_hundred_days_agree_with_another_implementation()
    {
        var input = SharedData.PathOf("heikin-ashi/input-502-daily.csv");
        Assert.SkipWhen(input is null, SharedData.Absent);
        var candles = File.ReadLines(input!).Skip(1).Select(static line => line.Split(',')).Select(static (f, i) =>
            ToCandle(i, Number(f[1]), Number(f[2]), Number(f[3]), Number(f[4]))).ToArray();
        using var json = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("heikin-ashi/expected-502-daily.json")!));
        var expected = json.RootElement.EnumerateArray().Select(static e =>
            (e.GetProperty("open").GetDecimal(), e.GetProperty("high").GetDecimal(), e.GetProperty("low").GetDecimal(), e.GetProperty("close").GetDecimal())).ToArray();

        expected.Length.ShouldBe(502);
        ShouldAgree(ReferenceSeries(candles)[Settled..], expected[Settled..]);
        ShouldAgree(ServiceSeries(candles)[Settled..], expected[Settled..]);
    }

    [Fact]
    public void Nine_bars_agree_with_another_implementation_when_the_first_open_is_the_same()
    {
        var path = SharedData.PathOf("heikin-ashi/expected-9-bars.json");
        Assert.SkipWhen(path is null, SharedData.Absent);
        using var json = JsonDocument.Parse(File.ReadAllText(path!));
        var (input, output) = (json.RootElement.GetProperty("input"), json.RootElement.GetProperty("expected"));
        decimal At(JsonElement of, string name, int i) => of.GetProperty(name)[i].GetDecimal();
        // One of the bars has its high under its open, which no exchange sends: the formulas do not mind.
        var candles = Enumerable.Range(0, 9).Select(i =>
            ToCandle(i, At(input, "open", i), At(input, "high", i), At(input, "low", i), At(input, "close", i))).ToArray();
        var expected = Enumerable.Range(0, 9).Select(i =>
            (At(output, "open", i), At(output, "high", i), At(output, "low", i), At(output, "close", i))).ToArray();

        var series = default(HeikinAshi);
        series.Next(candles[0]);
        series.State = (Fixed8.FromDecimal(expected[0].Item1).Units, series.State.Close, true);

        ShouldAgree([expected[0], .. candles[1..].Select(c => Plain(series.Next(c)))], expected);
    }

    [Fact]
    public void Both_implementations_give_the_same_last_digit()
    {
        var random = new Random(7);
        var candles = Enumerable.Range(0, 2000).Select(i =>
        {
            var (open, close) = (random.Next(1, 1_000_000) * 0.00000001m, random.Next(1, 1_000_000) * 0.00000001m);
            return ToCandle(i, open, Math.Max(open, close) + random.Next(9) * 0.00000001m, Math.Min(open, close), close);
        }).ToArray();

        ServiceSeries(candles).ShouldBe(ReferenceSeries(candles));
    }

    private static (decimal Open, decimal High, decimal Low, decimal Close)[] ReferenceSeries(Candle[] candles) =>
        [.. ReferenceBacktest.Run(candles, new() { Quantity = 1m, Cash = 1m }).HeikinAshi];

    private static (decimal Open, decimal High, decimal Low, decimal Close)[] ServiceSeries(Candle[] candles)
    {
        var series = default(HeikinAshi);
        return [.. candles.Select(c => Plain(series.Next(c)))];
    }

    private static (decimal Open, decimal High, decimal Low, decimal Close) Plain(HeikinAshiCandle c) =>
        (c.Open.ToDecimal(), c.High.ToDecimal(), c.Low.ToDecimal(), c.Close.ToDecimal());

    private static void ShouldAgree(
        (decimal Open, decimal High, decimal Low, decimal Close)[] actual, (decimal Open, decimal High, decimal Low, decimal Close)[] expected)
    {
        actual.Length.ShouldBe(expected.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            actual[i].Open.ShouldBe(expected[i].Open, Tolerance, $"open of bar {i}");
            actual[i].High.ShouldBe(expected[i].High, Tolerance, $"high of bar {i}");
            actual[i].Low.ShouldBe(expected[i].Low, Tolerance, $"low of bar {i}");
            actual[i].Close.ShouldBe(expected[i].Close, Tolerance, $"close of bar {i}");
        }
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static Candle ToCandle(int day, decimal open, decimal high, decimal low, decimal close) => new(
        day * 86_400_000L, Fixed8.FromDecimal(open), Fixed8.FromDecimal(high), Fixed8.FromDecimal(low), Fixed8.FromDecimal(close), 1m);
}

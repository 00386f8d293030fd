using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Simulation;
using TradingBot.MarketData;
using TradingBot.Numbers;
using static TradingBot.Tests.MarketData.TestCandles;

namespace TradingBot.Tests.MarketData;

public sealed class SimulatedMarketTests
{
    private const long Start = 1_735_689_600_000; // 2025-01-01
    private const long Day = 24 * 60 * Minute;

    [Fact]
    public void The_market_of_a_seed_never_changes()
    {
        // Recorded once: a change here would change every demo and every test that trades on the simulated market.
        Describe(Market("spot:BTCUSDT").At(CandleInterval.OneMinute, Start)).ShouldBe(Recorded.FirstMinute);
        Describe(Market("usdm:ETHUSDT").At(CandleInterval.Parse("4h"), Start + 40 * Day)).ShouldBe(Recorded.FourHours);
        Describe(Market("spot:XRPUSDT").At(CandleInterval.Parse("1s"), Start + 17_000)).ShouldBe(Recorded.OneSecond);
    }

    [Fact]
    public void A_candle_does_not_depend_on_what_was_asked_before()
    {
        var (forward, backward) = (Market("spot:ETHUSDT"), Market("spot:ETHUSDT"));
        var times = Enumerable.Range(0, 60).Select(i => Start + i * 7 * Day / 3 / Minute * Minute).ToList();
        var expected = times.Select(t => forward.At(CandleInterval.OneMinute, t)).ToList();

        times.AsEnumerable().Reverse().Select(t => backward.At(CandleInterval.OneMinute, t)).ShouldBe(Enumerable.Reverse(expected));
    }

    [Fact]
    public void Seeds_symbols_and_markets_differ()
    {
        var candles = new[] { Market("spot:BTCUSDT"), Market("usdm:BTCUSDT"), Market("spot:BTCUSDT", seed: 8) }
            .Select(m => m.At(CandleInterval.OneMinute, Start + 3 * Day));
        candles.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public void The_perpetual_follows_spot()
    {
        var (spot, perpetual) = (Market("spot:BTCUSDT"), Market("usdm:BTCUSDT"));
        for (var time = Start; time < Start + Day; time += Minute)
        {
            var difference = spot.At(CandleInterval.OneMinute, time).Close - perpetual.At(CandleInterval.OneMinute, time).Close;
            Math.Abs(difference.ToDecimal()).ShouldBeLessThanOrEqualTo(0.1m);
        }
    }

    [Theory]
    [MemberData(nameof(Symbols))]
    public void Every_candle_is_valid_and_keeps_the_symbols_filters(string symbol)
    {
        var market = Market(symbol);
        foreach (var time in Enumerable.Range(0, 20_000).Select(i => SimulatedMarket.Listed + i * 97 * Minute))
        {
            var candle = market.At(CandleInterval.OneMinute, time);
            candle.Invalidity().ShouldBeNull();
            candle.OpenTime.ShouldBe(time);
            foreach (var price in new[] { candle.Open, candle.High, candle.Low, candle.Close })
                price.IsMultipleOf(market.Info.TickSize).ShouldBeTrue();
            Fixed8.FromDecimal(candle.Volume).IsMultipleOf(market.Info.StepSize).ShouldBeTrue();
            candle.Volume.ShouldBeGreaterThan(0);
        }
    }

    [Theory]
    [InlineData("3m")]
    [InlineData("1h")]
    [InlineData("12h")]
    [InlineData("1d")]
    [InlineData("3d")]
    [InlineData("1w")]
    [InlineData("1M")]
    public void All_intervals_tell_the_same_story(string name)
    {
        var interval = CandleInterval.Parse(name);
        var market = Market("spot:SOLUSDT");
        var openTime = interval.OpenTimeOf(Start + 45 * Day);
        var minutes = new List<Candle>();
        for (var time = openTime; time < interval.NextOpenTime(openTime); time += Minute)
            minutes.Add(market.At(CandleInterval.OneMinute, time));

        market.At(interval, openTime).ShouldBe(Sum(openTime, minutes));
        // Again from what is kept, and again once something else has taken its place.
        market.At(interval, openTime).ShouldBe(Sum(openTime, minutes));
        for (var day = 0; day < 60; day++)
            market.At(CandleInterval.Parse("1d"), openTime / Day * Day + (4_096 + day) * Day);
        market.At(interval, openTime).ShouldBe(Sum(openTime, minutes));
    }

    [Fact]
    public void Seconds_add_up_to_their_minute()
    {
        var market = Market("spot:DOGEUSDT");
        var oneSecond = CandleInterval.Parse("1s");
        for (var minute = 0; minute < 200; minute++)
        {
            var openTime = Start + minute * Minute;
            var seconds = Enumerable.Range(0, 60).Select(i => market.At(oneSecond, openTime + i * 1_000)).ToList();
            seconds.ShouldAllBe(s => s.Invalidity() == null);
            market.At(CandleInterval.OneMinute, openTime).ShouldBe(Sum(openTime, seconds));
        }
    }

    [Fact]
    public void It_starts_at_the_symbols_price_and_moves_like_a_market()
    {
        var market = Market("spot:BTCUSDT");
        var first = market.At(CandleInterval.OneMinute, Start);
        first.Open.ToDecimal().ShouldBeInRange(93_000, 95_000);

        var days = Enumerable.Range(0, 365).Select(i => market.At(CandleInterval.Parse("1d"), Start + i * Day)).ToList();
        var moves = days.Select(d => Math.Abs((double)(d.Close.ToDecimal() / d.Open.ToDecimal()) - 1)).ToList();
        moves.Average().ShouldBeInRange(0.008, 0.04);
        moves.Max().ShouldBeLessThan(0.2);
    }

    [Fact]
    public void There_are_gaps_trends_ranges_and_clusters_of_volatility()
    {
        var market = Market("spot:BTCUSDT");
        var minutes = Enumerable.Range(0, 20 * 1_440).Select(i => market.At(CandleInterval.OneMinute, Start + i * Minute)).ToList();
        var gaps = minutes.Zip(minutes.Skip(1), (a, b) => Math.Abs(b.Open.ToDecimal() - a.Close.ToDecimal())).ToList();
        gaps.Count(g => g == 0).ShouldBeGreaterThan(gaps.Count / 4);
        gaps.Count(g => g > 1).ShouldBeInRange(gaps.Count / 200, gaps.Count / 10);

        // Calm and agitated minutes keep together: neighbours resemble each other more than strangers do.
        var ranges = minutes.Select(m => (double)(m.High.ToDecimal() - m.Low.ToDecimal())).ToList();
        Correlation(ranges, 1).ShouldBeGreaterThan(0.1);
        Correlation(ranges, 1).ShouldBeGreaterThan(Correlation(ranges, 1_440) + 0.05);

        // Four hours of trend lead further away than a walk without memory would; four hours of range less far.
        var efficiency = minutes.Chunk(240).Select(c =>
            (double)Math.Abs(c[^1].Close.ToDecimal() - c[0].Open.ToDecimal()) / (double)(c.Max(m => m.High.ToDecimal()) - c.Min(m => m.Low.ToDecimal()))).ToList();
        efficiency.Count(e => e > 0.75).ShouldBeGreaterThan(efficiency.Count / 10);
        efficiency.Count(e => e < 0.25).ShouldBeGreaterThan(efficiency.Count / 10);
    }

    [Fact]
    public void It_goes_on_to_the_end_of_its_calendar()
    {
        var market = Market("spot:ADAUSDT");
        market.At(CandleInterval.Parse("1M"), CandleInterval.Parse("1M").OpenTimeOf(SimulatedMarket.End - 1)).Invalidity().ShouldBeNull();
    }

    public static TheoryData<string> Symbols() => [.. SymbolCatalogue.All.Select(s => s.Id.ToString())];

    private static SimulatedMarket Market(string symbol, ulong seed = 7) =>
        new(SimulatedSymbol.Catalogue.Single(s => s.Info.Id == MarketSymbol.Parse(symbol)), seed);

    private static string Describe(Candle c) => $"{c.OpenTime} {c.Open} {c.High} {c.Low} {c.Close} {c.Volume}";

    private static Candle Sum(long openTime, List<Candle> parts) => new(
        openTime, parts[0].Open, parts.MaxBy(p => p.High).High, parts.MinBy(p => p.Low).Low, parts[^1].Close, parts.Sum(p => p.Volume));

    private static double Correlation(List<double> values, int lag)
    {
        var mean = values.Average();
        var variance = values.Sum(v => (v - mean) * (v - mean));
        return values.Zip(values.Skip(lag), (a, b) => (a - mean) * (b - mean)).Sum() / variance;
    }

    private static class Recorded
    {
        public const string FirstMinute = "1735689600000 94000.01 94000.01 93893.24 93902.04 18.16459";
        public const string FourHours = "1739145600000 2881.02 2883.76 2844.78 2846.73 174141.849";
        public const string OneSecond = "1735689617000 2.101 2.101 2.101 2.101 1840.31";
    }
}

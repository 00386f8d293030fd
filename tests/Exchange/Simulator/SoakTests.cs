using System.Globalization;
using TradingBot.MarketData;

namespace TradingBot.Tests.Exchange.Simulator;

/// <summary>
/// A day of a simulated market that runs by itself, through sockets that break, fall silent, and deliver twice, too late or not at
/// all. Longer and slower by the environment: <c>SOAK_HOURS</c> (24) of market time at <c>SOAK_SPEED</c> (3,600).
/// </summary>
public sealed class SoakTests
{
    private static readonly double Hours = Setting("SOAK_HOURS", 24, 1, 24 * 31);
    private static readonly double Speed = Setting("SOAK_SPEED", 3_600, 60, 3_600);

    private readonly ITestOutputHelper _output = TestContext.Current.TestOutputHelper!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_candle_of_a_day_is_seen_exactly_once_through_all_that_can_happen_to_sockets()
    {
        // A connection lives for a third of a day instead of a whole one, so that several come to their end.
        TimeSpan Scaled(double hours) => TimeSpan.FromHours(hours) / Speed;
        await using var venue = await SimulatedVenue.StartAsync(new TradingBot.Simulator.SimulatorOptions
        {
            Speed = Speed, FrameInterval = TimeSpan.FromMilliseconds(200), ConnectionLifetime = Scaled(8),
        });
        await using var feed = venue.Feed(new()
        {
            MaxStreams = 5, FirstBackoff = TimeSpan.FromMilliseconds(20), LastBackoff = TimeSpan.FromMilliseconds(200), Lifetime = Scaled(7),
            Silence = TimeSpan.FromSeconds(1.5),
        });
        SequencedSeries[] all = [.. Symbols().Select(s => new SequencedSeries(CandleSeries.Parse(s), feed))];
        foreach (var series in all)
            await series.StartAsync(Cancellation);
        await Poll.UntilAsync(() => all.All(static s => s.Connected));

        // Some for certain (a skipped occasion is 50 ms), the others by chance.
        venue.Server.SetFaults(
            """
            {"faults":[{"kind":"drop-sockets","count":1,"skip":60},{"kind":"freeze-sockets","count":1,"skip":180,"ms":3000},
            {"kind":"drop-sockets","probability":0.1},{"kind":"freeze-sockets","probability":0.03,"ms":3000},
            {"kind":"duplicate-frames","probability":0.02},{"kind":"reorder-frames","probability":0.01},{"kind":"lost-frames","probability":0.002}]}
            """);
        var begin = venue.Server.MarketTime;
        var end = begin + (long)(Hours * 3_600_000);
        await Poll.UntilAsync(() => venue.Server.MarketTime, now => now >= end, Scaled(Hours) * 3 + TimeSpan.FromMinutes(1));
        // On a busy machine the faults' occasions come later than the market's day ends.
        await Poll.UntilAsync(() => all.All(static s => s.Outages > 1));
        venue.Server.SetFaults("{}");

        foreach (var series in all)
        {
            var last = series.Series.Interval.OpenTimeOf(end - series.Series.Interval.MaxLength);
            await Poll.UntilAsync(() => series.Last, seen => seen >= last);
            var seen = series.Seen;
            for (var i = 1; i < seen.Length; i++)
                seen[i].OpenTime.ShouldBe(series.Series.Interval.NextOpenTime(seen[i - 1].OpenTime), $"{series.Series}: candle {i}");
            // A series begins with the first close that it hears of: on a machine that is busy, hours of the fast market later.
            seen.Count(c => c.OpenTime >= begin && c.OpenTime <= last).ShouldBeGreaterThan((int)((last - begin) / series.Series.Interval.MaxLength * 3 / 4));
            // To the last digit what the venue itself says; the newest thousand.
            var newest = seen[^Math.Min(seen.Length, 1_000)..];
            (await feed.GetHistoryAsync(series.Series, newest[0].OpenTime, newest[^1].OpenTime, 1_000, Cancellation)).ShouldBe(newest);
            _output.WriteLine($"{series.Series}: {seen.Length} candles, {series.Outages} outages, {series.Counts}");
        }

        all.Sum(s => s.Counts.Duplicates).ShouldBePositive();
        all.Sum(s => s.Counts.Filled).ShouldBePositive();
        venue.Log("fault").Select(f => f.GetProperty("fault").GetString()).Distinct().Order().ShouldBe(["drop-sockets", "freeze-sockets"]);
        foreach (var series in all)
            await series.DisposeAsync();
    }

    private static IEnumerable<string> Symbols() =>
    [
        "spot:BTCUSDT/1m", "spot:ETHUSDT/1m", "spot:SOLUSDT/1m", "spot:XRPUSDT/3m", "spot:BNBUSDT/15m", "spot:ADAUSDT/1m", "spot:LTCUSDT/1h",
        "usdm:BTCUSDT/1m", "usdm:ETHUSDT/1m", "usdm:DOGEUSDT/5m",
    ];

    private static double Setting(string name, double standard, double least, double most) =>
        Environment.GetEnvironmentVariable(name) is not { Length: > 0 } text ? standard
        : double.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value
        : throw new FormatException($"{name} is '{text}'; it must be {least} to {most}.");
}

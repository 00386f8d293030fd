using TradingBot.Exchange.Replay;
using TradingBot.MarketData;
using static TradingBot.Tests.Trading.Replay.KnownFile;

namespace TradingBot.Tests.Trading.Replay;

/// <summary>What of a series a file lacks.</summary>
public sealed class CandleFileHoleTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Holes_are_counted_and_not_filled()
    {
        var path = _folder.Write("candles.csv", Rows(0, 60_000, 120_000, 300_000, 360_000, 480_000));

        var (candles, summary) = CandleFile.ReadAll(path);

        candles.Select(c => c.OpenTime).ShouldBe([0, 60_000, 120_000, 300_000, 360_000, 480_000]);
        summary.ShouldBe(new(6, 0, 480_000, CandleInterval.OneMinute, 2, 3, new(120_000, 2), 60_000, 3));
    }

    [Fact]
    public void The_interval_that_is_asked_for_decides_what_a_hole_is()
    {
        var path = _folder.Write("candles.csv", Rows(0, 180_000, 360_000));

        CandleFile.ReadAll(path).Summary.ShouldBe(new(3, 0, 360_000, CandleInterval.Parse("3m"), 0, 0, null, 180_000, 2));
        CandleFile.ReadAll(path, CandleInterval.OneMinute).Summary.ShouldBe(new(3, 0, 360_000, CandleInterval.OneMinute, 2, 4, new(0, 2), 180_000, 0));
        Should.Throw<CandleFileException>(() => CandleFile.ReadAll(path, CandleInterval.Parse("5m"))).Message
            .ShouldEndWith("line 2: open time 180000 is 180000 ms after the line before it, in the same 5m candle");
    }

    [Fact]
    public void Months_are_of_different_lengths_and_yet_no_holes()
    {
        static long Month(int year, int month) => new DateTimeOffset(year, month, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var path = _folder.Write("candles.csv", Rows([.. Enumerable.Range(1, 12).Where(m => m is not 7 and not 8).Select(m => Month(2023, m))]));

        foreach (var interval in new CandleInterval?[] { null, CandleInterval.Parse("1M") })
        {
            var summary = CandleFile.ReadAll(path, interval).Summary;
            (summary.Interval, summary.Holes, summary.MissingCandles, summary.LongestHole).ShouldBe(
                (CandleInterval.Parse("1M"), 1, 2, new CandleFileHole(Month(2023, 6), 2)));
        }
    }

    [Fact]
    public void A_single_row_has_no_interval() =>
        CandleFile.ReadAll(_folder.Write("candles.csv", First)).Summary.ShouldBe(new(1, 1733007600000, 1733007600000, null, 0, 0, null, 0, 0));

    private static string Rows(params long[] openTimes) => string.Concat(openTimes.Select(t => $"{t},1,2,1,1,1\n"));
}

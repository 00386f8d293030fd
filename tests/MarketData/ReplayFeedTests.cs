using System.IO.Compression;
using System.Text;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Replay;
using TradingBot.MarketData;
using static TradingBot.Tests.MarketData.TestCandles;

namespace TradingBot.Tests.MarketData;

public sealed class ReplayFeedTests : IDisposable
{
    private static readonly CandleSeries Series = CandleSeries.Parse("spot:BTCUSDT/1m");

    private readonly string _folder = Directory.CreateTempSubdirectory("replay-").FullName;
    private readonly ManualTimeProvider _time = new();
    private readonly CollectingSink _sink = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_recording_is_played_from_its_first_candle_to_its_end()
    {
        Write("BTCUSDT-spot-1m-2024-12.csv", Enumerable.Range(0, 500));
        await using var subscription = await Feed().SubscribeAsync(Series, null, _sink, Cancellation);

        (await _sink.TakeAsync(500, Cancellation)).ShouldBe(Enumerable.Range(0, 500).Select(AtMinute));
        (await _sink.StateAsync(Cancellation)).State.ShouldBe(FeedState.Connected);
        (await _sink.StateAsync(Cancellation)).State.ShouldBe(FeedState.Ended);
    }

    [Fact]
    public async Task History_shows_nothing_that_was_not_delivered()
    {
        Write("BTCUSDT-spot-1m-2024-12.csv", Enumerable.Range(0, 500));
        var feed = Feed(speed: 60);
        (await feed.GetHistoryAsync(Series, null, null, 10, Cancellation)).ShouldBeEmpty();
        (await feed.GetHistoryAsync(Series, 0, 100 * Minute, 10, Cancellation)).ShouldBeEmpty();

        await using var subscription = await feed.SubscribeAsync(Series, 9 * Minute, _sink, Cancellation);
        (await feed.GetHistoryAsync(Series, null, null, 2, Cancellation)).ShouldBe([AtMinute(8), AtMinute(9)]);
        (await feed.GetHistoryAsync(Series, 8 * Minute, 100 * Minute, 10, Cancellation)).ShouldBe([AtMinute(8), AtMinute(9)]);

        await Poll.UntilAsync(() => _time.ActiveTimers, static waiting => waiting > 0);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await _sink.FrameAsync(Cancellation)).Candle.ShouldBe(AtMinute(10));
        (await feed.GetHistoryAsync(Series, null, null, 1, Cancellation)).ShouldBe([AtMinute(10)]);
    }

    [Fact]
    public async Task A_hole_in_the_recording_takes_no_longer_than_a_candle()
    {
        Write("BTCUSDT-spot-1m-2024-12.csv", [0, 1, 100_000, 100_001]);
        await using var subscription = await Feed(speed: 60).SubscribeAsync(Series, null, _sink, Cancellation);
        foreach (var minute in new[] { 0, 1, 100_000, 100_001 })
        {
            await Poll.UntilAsync(() => _time.ActiveTimers, static waiting => waiting > 0);
            _sink.Waiting.ShouldBe(0);
            _time.Advance(TimeSpan.FromSeconds(1));
            (await _sink.FrameAsync(Cancellation)).Candle.ShouldBe(AtMinute(minute));
        }
    }

    [Fact]
    public async Task Replay_continues_behind_a_candle_and_ends_at_once_behind_the_last()
    {
        Write("BTCUSDT-spot-1m-2024-12.csv", Enumerable.Range(0, 10));
        var feed = Feed();
        await using var first = await feed.SubscribeAsync(Series, 6 * Minute, _sink, Cancellation);
        (await _sink.TakeAsync(3, Cancellation)).ShouldBe([AtMinute(7), AtMinute(8), AtMinute(9)]);

        var sink = new CollectingSink();
        await using var second = await feed.SubscribeAsync(Series, 9 * Minute, sink, Cancellation);
        await sink.StateAsync(Cancellation);
        (await sink.StateAsync(Cancellation)).State.ShouldBe(FeedState.Ended);
    }

    [Fact]
    public async Task A_folder_holds_many_series_and_months_of_one_are_joined()
    {
        Write("BTCUSDT-1m-2024-02.csv", Enumerable.Range(100, 50));
        WriteGzip("BTCUSDT-spot-1m-2024-01.csv.gz", Enumerable.Range(0, 100));
        Write("LTCUSDT-usdm-1m-2024-01.csv", Enumerable.Range(0, 5));
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "not a recording");
        var feed = Feed();

        (await feed.GetSeriesAsync(Cancellation)).ShouldBe([Series, CandleSeries.Parse("usdm:LTCUSDT/1m")], ignoreOrder: true);
        (await feed.GetSymbolsAsync(MarketType.Spot, Cancellation)).ShouldHaveSingleItem().MinNotional.ToString().ShouldBe("5");
        (await feed.GetSymbolsAsync(MarketType.Usdm, Cancellation)).ShouldHaveSingleItem().MinNotional.ToString().ShouldBe("20");
        await using var subscription = await feed.SubscribeAsync(Series, null, _sink, Cancellation);
        (await _sink.TakeAsync(150, Cancellation)).ShouldBe(Enumerable.Range(0, 150).Select(AtMinute));
    }

    [Fact]
    public async Task A_recording_without_a_telling_name_takes_symbol_and_market_from_the_settings_and_the_interval_from_its_rows()
    {
        var path = Write("candles.csv", Enumerable.Range(0, 5));
        var feed = new ReplayFeed(new() { Path = path, Symbol = "ethusdt", Market = "usdm" }, 0, _time);

        (await feed.GetSeriesAsync(Cancellation)).ShouldBe([CandleSeries.Parse("usdm:ETHUSDT/1m")]);
        var error = Should.Throw<CandleFileException>(() => new ReplayFeed(new() { Path = path }, 0, _time));
        error.Message.ShouldContain("MarketData:Replay:Symbol");
    }

    [Fact]
    public void A_setting_that_contradicts_the_name_of_the_only_file_is_refused()
    {
        var path = Write("BTCUSDT-spot-1m-2024-12.csv", [0]);
        Should.Throw<CandleFileException>(() => new ReplayFeed(new() { Path = path, Symbol = "ETHUSDT" }, 0, _time))
            .Message.ShouldContain("the name says BTCUSDT, but MarketData:Replay:Symbol is 'ETHUSDT'");
        Should.Throw<CandleFileException>(() => new ReplayFeed(new() { Path = path, Market = "usdm" }, 0, _time))
            .Message.ShouldContain("MarketData:Replay:Market");
        Should.Throw<CandleFileException>(() => new ReplayFeed(new() { Path = path, Interval = "5m" }, 0, _time))
            .Message.ShouldContain("MarketData:Replay:Interval");
    }

    [Fact]
    public async Task What_is_not_recorded_is_refused_by_name()
    {
        Write("BTCUSDT-spot-1m-2024-12.csv", [0]);
        var feed = Feed();

        (await Should.ThrowAsync<UnknownSymbolException>(() => feed.GetHistoryAsync(CandleSeries.Parse("spot:ETHUSDT/1m"), null, null, 1, Cancellation)))
            .Message.ShouldBe("The symbol spot:ETHUSDT is unknown here; recorded are spot:BTCUSDT.");
        (await Should.ThrowAsync<UnavailableIntervalException>(() => feed.SubscribeAsync(CandleSeries.Parse("spot:BTCUSDT/5m"), null, _sink, Cancellation)))
            .Message.ShouldBe("There are no 5m candles of spot:BTCUSDT here; use 1m.");
    }

    [Fact]
    public async Task A_wrong_line_is_named_before_anything_is_delivered()
    {
        var path = Write("BTCUSDT-spot-1m-2024-12.csv", [0, 1, 2]);
        File.AppendAllText(path, "180000,1,2,3,four,5\n");

        var error = await Should.ThrowAsync<CandleFileException>(() => Feed().SubscribeAsync(Series, null, _sink, Cancellation));
        error.Line.ShouldBe(4);
        await Should.ThrowAsync<CandleFileException>(() => Feed().LoadAsync(Cancellation));
    }

    [Fact]
    public async Task Recordings_that_overlap_and_rows_off_the_grid_are_refused()
    {
        Write("BTCUSDT-spot-1m-2024-01.csv", Enumerable.Range(0, 10));
        Write("BTCUSDT-spot-1m-2024-02.csv", Enumerable.Range(9, 10));
        (await Should.ThrowAsync<CandleFileException>(() => Feed().LoadAsync(Cancellation))).Message.ShouldContain("remove one of them");

        File.Delete(Path.Combine(_folder, "BTCUSDT-spot-1m-2024-02.csv"));
        Write("BTCUSDT-spot-1m-2024-02.csv", [At(20 * Minute + 5)]);
        (await Should.ThrowAsync<CandleFileException>(() => Feed().LoadAsync(Cancellation))).Message.ShouldContain("open time 1200005 is not on the grid of 1m");
    }

    [Fact]
    public void An_empty_folder_and_a_missing_file_are_refused()
    {
        Should.Throw<CandleFileException>(() => Feed()).Message.ShouldContain("holds no recordings");
        Should.Throw<CandleFileException>(() => new ReplayFeed(new() { Path = _folder + "/none.csv" }, 0, _time))
            .Message.ShouldContain("there is no such file or folder");
    }

    [Fact]
    public async Task An_unlisted_symbol_gets_filters_that_change_nothing()
    {
        Write("ABCFDUSD-spot-1m-2024-12.csv", [0]);
        var info = (await Feed().GetSymbolsAsync(MarketType.Spot, Cancellation))[0];

        (info.BaseAsset, info.QuoteAsset).ShouldBe(("ABC", "FDUSD"));
        (info.TickSize.Units, info.StepSize.Units, info.MinNotional.Units).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task A_real_recording_plays_whole()
    {
        Assert.SkipUnless(SharedData.PathOf("klines/LTCUSDT-usdm-1m-2026-02-12col.csv.gz") is not null, SharedData.Absent);
        var feed = new ReplayFeed(new() { Path = SharedData.PathOf("klines/LTCUSDT-usdm-1m-2026-02-12col.csv.gz") }, 0, _time);
        var sink = new CollectingSink(room: 10_000);
        await using var subscription = await feed.SubscribeAsync(CandleSeries.Parse("usdm:LTCUSDT/1m"), null, sink, Cancellation);

        var candles = await sink.TakeAsync(40_320, Cancellation);
        candles.Zip(candles.Skip(1)).ShouldAllBe(pair => pair.Second.OpenTime == pair.First.OpenTime + Minute);
    }

    private ReplayFeed Feed(double speed = 0) => new(new() { Path = _folder }, speed, _time);

    private string Write(string name, IEnumerable<int> minutes) => Write(name, minutes.Select(AtMinute));

    private string Write(string name, IEnumerable<Candle> candles)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllLines(path, candles.Select(Line));
        return path;
    }

    private void WriteGzip(string name, IEnumerable<int> minutes)
    {
        using var gzip = new GZipStream(File.Create(Path.Combine(_folder, name)), CompressionLevel.Fastest);
        gzip.Write(Encoding.ASCII.GetBytes(string.Join('\n', minutes.Select(m => Line(AtMinute(m))))));
    }

    private static string Line(Candle c) => $"{c.OpenTime},{c.Open},{c.High},{c.Low},{c.Close},{c.Volume}";
}

using System.Globalization;
using System.Text.Json;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Simulation;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Tests.Exchange.Simulator;

public sealed class KlineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("spot:BTCUSDT/1m")]
    [InlineData("usdm:ETHUSDT/1m")]
    [InlineData("spot:SOLUSDT/1h")]
    [InlineData("usdm:BTCUSDT/1w")]
    public async Task The_market_of_a_seed_is_that_of_the_services_own_simulation(string name)
    {
        var series = CandleSeries.Parse(name);
        await using var venue = await SimulatedVenue.StartAsync(new TradingBot.Simulator.SimulatorOptions { Speed = 0, Seed = 7 });
        await using var feed = venue.Feed();
        venue.Minutes(90);
        var ours = new SimulatedFeed(7, 0, SimulatedFeed.DefaultStart.AddDays(1), TimeProvider.System);
        var candles = await feed.GetHistoryAsync(series, null, null, 50, Cancellation);
        candles.ShouldBe(await ours.GetHistoryAsync(series, candles[0].OpenTime, candles[^1].OpenTime, 50, Cancellation));
    }

    [Fact]
    public async Task Seconds_lie_on_the_path_of_their_minute_and_add_up_to_it()
    {
        await using var venue = await SimulatedVenue.StartAsync((100, 103, 99, 101), (101, 110, 99, 108), (108, 109, 90, 91), (91, 92, 91, 92));
        await using var feed = venue.Feed();
        var series = CandleSeries.Parse("spot:BTCUSDT/1s");
        var sink = new CollectingSink(10_000);
        await using var subscription = await feed.SubscribeAsync(series, null, sink, Cancellation);
        (await sink.StateAsync(Cancellation)).State.ShouldBe(FeedState.Connected);
        await Poll.UntilAsync(() => venue.Log("subscribe"), static log => log.Count >= 1);
        venue.Minutes(2.5);

        var streamed = await sink.TakeAsync(150, Cancellation);
        for (var i = 1; i < streamed.Count; i++)
            streamed[i].OpenTime.ShouldBe(streamed[i - 1].OpenTime + 1_000);
        (await feed.GetHistoryAsync(series, streamed[0].OpenTime, null, 1_000, Cancellation)).ShouldBe(streamed);
        (await feed.GetHistoryAsync(series, null, streamed[^1].OpenTime, 70, Cancellation)).ShouldBe(streamed[^70..]);

        var minutes = await feed.GetHistoryAsync(CandleSeries.Parse("spot:BTCUSDT/1m"), streamed[0].OpenTime, null, 2, Cancellation);
        for (var i = 0; i < 2; i++)
        {
            var seconds = streamed[(i * 60)..(i * 60 + 60)];
            minutes[i].ShouldBe(new(
                seconds[0].OpenTime, seconds[0].Open, new(seconds.Max(s => s.High.Units)), new(seconds.Min(s => s.Low.Units)), seconds[^1].Close,
                seconds.Sum(s => s.Volume)));
        }

        // O, L, H, C: the low after 20 s, the high after 40.
        streamed[79].Close.ShouldBe(Fixed8.Parse("99"));
        streamed[99].Close.ShouldBe(Fixed8.Parse("110"));
    }

    [Fact]
    public async Task An_interval_finer_than_the_recording_has_no_candles()
    {
        using var folder = new TempFolder();
        folder.Write("BTCUSDT-spot-1h.csv", string.Join('\n', Enumerable.Range(0, 10).Select(i => $"{1_735_689_600_000 + i * 3_600_000L},100,110,90,105,10")));
        await using var hourly = await SimulatedVenue.StartAsync(folder.Root);
        hourly.Minutes(90);
        (await Klines(hourly, "1m")).GetArrayLength().ShouldBe(0);
        (await Klines(hourly, "1h")).GetArrayLength().ShouldBe(2);
        (await Klines(hourly, "1s")).GetArrayLength().ShouldBe(500);
        (await Klines(hourly, "7m")).GetProperty("code").GetInt32().ShouldBe(-1120);
    }

    [Theory]
    [InlineData("/api/v3/depth")]
    [InlineData("/fapi/v1/depth")]
    public async Task The_book_stands_around_the_price(string path)
    {
        await using var venue = await SimulatedVenue.StartAsync((100, 100, 100, 100));
        var (status, book, _) = await venue.SendAsync(HttpMethod.Get, path, Cancellation, ("symbol", "BTCUSDT"), ("limit", "10"));
        status.ShouldBe(200);
        decimal Price(string side, int level) => decimal.Parse(book.GetProperty(side)[level][0].GetString()!, CultureInfo.InvariantCulture);
        (Price("bids", 0) < Price("asks", 0), Price("bids", 1) < Price("bids", 0), Price("asks", 1) > Price("asks", 0)).ShouldBe((true, true, true));
        (book.GetProperty("bids").GetArrayLength(), Price("bids", 0)).ShouldBe((10, 100m));
        (await venue.SendAsync(HttpMethod.Get, path, Cancellation, ("symbol", "NOPE"))).Body.GetProperty("code").GetInt32().ShouldBe(-1121);
    }

    private static async Task<JsonElement> Klines(SimulatedVenue venue, string interval) =>
        (await venue.SendAsync(HttpMethod.Get, "/api/v3/klines", Cancellation, ("symbol", "BTCUSDT"), ("interval", interval))).Body;
}

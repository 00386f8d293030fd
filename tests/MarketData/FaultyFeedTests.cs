using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Simulation;
using TradingBot.Grains.MarketData;
using TradingBot.MarketData;
using static TradingBot.Tests.MarketData.TestCandles;

namespace TradingBot.Tests.MarketData;

public sealed class FaultyFeedTests
{
    [Theory]
    [InlineData("spot:BTCUSDT/1m", 0.02, 1)]
    [InlineData("usdm:ETHUSDT/5m", 0.1, 2)]
    [InlineData("spot:SOLUSDT/1s", 0.3, 3)]
    public async Task Over_a_bad_network_the_series_comes_out_as_the_source_has_it(string name, double rate, int seed)
    {
        const int Count = 4_000;
        var series = CandleSeries.Parse(name);
        var source = new SimulatedFeed(seed: 7, speed: 0, SimulatedFeed.DefaultStart, TimeProvider.System);
        var feed = new FaultyFeed(source, FaultRates.All(rate), seed);
        var begin = SimulatedFeed.DefaultStart.ToUnixTimeMilliseconds();
        var before = series.Interval.OpenTimeOf(begin - 1);
        var sequencer = new CandleSequencer(series.Interval);
        sequencer.Restore([], before);
        var emitted = new List<ClosedCandle>();
        var sink = new CollectingSink(room: 64);
        await using var subscription = await feed.SubscribeAsync(series, before, sink, Cancellation);

        while (emitted.Count < Count)
        {
            var (candle, isClosed) = await sink.FrameAsync(Cancellation);
            sequencer.OnKline(candle, isClosed, emitted);
            for (var tries = 0; tries < 2 && sequencer.Needed is { } needed; tries++)
            {
                try
                {
                    var answer = await feed.GetHistoryAsync(series, needed.From, needed.To, 1_500, Cancellation);
                    sequencer.OnHistory(needed, answer.AsSpan(), emitted);
                }
                catch (HttpRequestException)
                {
                    // Asked again later.
                }
            }
        }

        var truth = await source.GetHistoryAsync(series, begin, null, 1_500, Cancellation);
        emitted.Take(1_500).Select(e => e.Candle).ShouldBe(truth);
        emitted.Zip(emitted.Skip(1)).ShouldAllBe(p => p.Second.PreviousOpenTime == p.First.Candle.OpenTime
            && p.Second.Candle.OpenTime == series.Interval.NextOpenTime(p.First.Candle.OpenTime));
        sequencer.Counts.Filled.ShouldBePositive();
        sequencer.Counts.Rejected.ShouldBePositive();
        sequencer.Counts.Duplicates.ShouldBePositive();
    }
}

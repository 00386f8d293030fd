using System.Collections.Immutable;
using TradingBot.Exchange.Simulation;
using TradingBot.MarketData;

namespace TradingBot.Tests.Grains.MarketData;

public sealed class EndToEndTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.05, 2)]
    [InlineData(0.2, 3)]
    public async Task Over_a_bad_network_and_crashes_a_follower_sees_every_candle(double rate, int seed)
    {
        var series = CandleSeries.Parse("usdm:ETHUSDT/1m");
        var start = SimulatedFeed.DefaultStart.ToUnixTimeMilliseconds();
        var truth = new SimulatedFeed(7, 0, SimulatedFeed.DefaultStart.AddDays(30), TimeProvider.System);
        await using var service = await GrainFixture.StartAsync(new RestartingFeed(rate, seed));
        await service.Grains.GetGrain<IFollowerGrain>("ann").RegisterAsync(series);

        var seen = new List<ClosedCandle>();
        for (var crash = 1; crash <= 4; crash++)
        {
            while (seen.Count < crash * 150)
            {
                var next = service.Probes["ann"].NextAsync();
                while (!next.IsCompleted)
                {
                    await Task.Yield();
                    if ((await MarketData().GetStatusAsync()).Missing is null)
                        continue;
                    // Time passes only while the grain waits to ask history again, and no further than it has asked.
                    service.Time.Advance(TimeSpan.FromSeconds(1));
                    await service.Grains.GetGrain<IMarketDataFeedGrain>(series.ToString()).ReconcileAsync();
                }

                await TakeAsync(await next);
            }

            if (crash % 2 == 0)
                await service.StopAsync();
            else
                await service.KillAsync();
            await service.StartAgainAsync();
            await MarketData().GetStatusAsync();
        }

        // A follower that catches up may have more than was asked of it.
        var expected = new List<Candle>();
        while (expected.Count < seen.Count)
        {
            var from = expected.Count == 0 ? start : expected[^1].OpenTime + 1;
            expected.AddRange(await truth.GetHistoryAsync(series, from, null, Math.Min(1_500, seen.Count - expected.Count), TestContext.Current.CancellationToken));
        }

        seen.Select(c => c.Candle.OpenTime).Zip(expected.Select(c => c.OpenTime)).Count(p => p.First != p.Second).ShouldBe(0);
        seen.Select(c => c.Candle).SequenceEqual(expected).ShouldBeTrue();
        seen.Zip(seen.Skip(1)).Count(p => p.Second.PreviousOpenTime != p.First.Candle.OpenTime).ShouldBe(0);

        // What every follower does: drop what it has, fetch what it has missed.
        async Task TakeAsync(ClosedCandle next)
        {
            var last = seen.Count > 0 ? seen[^1].Candle.OpenTime : next.PreviousOpenTime;
            if (next.Candle.OpenTime <= last)
                return;
            if (next.PreviousOpenTime != last)
            {
                while (last < next.PreviousOpenTime)
                {
                    foreach (var missed in await HistoryAsync(last + 1, next.PreviousOpenTime))
                    {
                        seen.Add(new(missed, last));
                        last = missed.OpenTime;
                    }
                }
            }

            seen.Add(next);
        }

        async Task<ImmutableArray<Candle>> HistoryAsync(long from, long to)
        {
            while (true)
            {
                try
                {
                    return await MarketData().GetCandlesAsync(from, to, 1_500);
                }
                catch (HttpRequestException)
                {
                    // The bad network: older than what the grain keeps.
                }
            }
        }

        IMarketDataGrain MarketData() => service.Grains.GetGrain<IMarketDataGrain>(series.ToString());
    }
}

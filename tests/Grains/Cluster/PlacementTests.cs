using Orleans.Runtime;
using TradingBot.Grains.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Tests.Grains.Cluster;

public sealed class PlacementTests
{
    [Fact]
    public async Task Fan_out_shards_that_are_made_in_one_moment_spread_over_the_silos()
    {
        await using var service = await GrainFixture.StartAsync(new ScriptedFeed());
        var shards = Enum.GetValues<MarketType>()
            .SelectMany(static market => (string[])["1m", "3m", "5m", "15m"], static (market, interval) => CandleSeries.Parse($"{market.ToString().ToLowerInvariant()}:BTCUSDT/{interval}"))
            .SelectMany(CandleFanout.KeysOf).ToList();
        await Task.WhenAll(shards.Select(s => service.Grains.GetGrain<ICandleFanoutGrain>(s).GetStatusAsync()));

        var silos = (await service.Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics())
            .Where(static s => s.GrainType.Contains(nameof(CandleFanoutGrain), StringComparison.Ordinal)).ToList();
        silos.Sum(static s => s.ActivationCount).ShouldBe(shards.Count);
        // Of 64 by chance: less than a quarter on one of two silos is one case in 50,000.
        silos.Count.ShouldBe(2);
        silos.ShouldAllBe(s => s.ActivationCount >= shards.Count / 4);
    }
}

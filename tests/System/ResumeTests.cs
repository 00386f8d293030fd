using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Runtime;
using TradingBot.Accounts;
using TradingBot.Silo.Hosting;
using TradingBot.Trading;

namespace TradingBot.Tests.System;

/// <summary>What a start, or the end of another silo, leaves asleep.</summary>
public sealed class ResumeTests
{
    [Fact]
    public async Task Traders_are_woken_though_lists_and_single_grains_fail()
    {
        using var folder = new TempFolder();
        await using var service = await StoppedService.OpenAsync(folder.Root, null);
        foreach (var user in (string[])["alice", "bob"])
        {
            await service.Grains.GetGrain<IUserDirectoryGrain>(IUserDirectoryGrain.Key).AddAsync(user);
            await service.Grains.GetGrain<IUserGrain>(user).AddTraderAsync(TraderKey.Parse($"{user}/spot:BTCUSDT").Symbol);
        }

        var grains = new FailingGrains(service.Grains, $"{nameof(IUserDirectoryGrain)}/{IUserDirectoryGrain.Key}", "IUserGrain/alice");
        await new ResumeService(grains, NullLogger<ResumeService>.Instance).ResumeAsync(TestContext.Current.CancellationToken);

        grains.Asked.ShouldContain("IUserDirectoryGrain/all");
        grains.Asked.ShouldContain("ITraderGrain/bob/spot:BTCUSDT");
        grains.Asked.ShouldNotContain("ITraderGrain/alice/spot:BTCUSDT", "her list has failed, and holds nobody up");
    }

    // The first question to each of some grains fails, as when their silo has just died.
    private sealed class FailingGrains(IClusterClient grains, params string[] failing) : IClusterClient
    {
        private readonly HashSet<string> _failing = [.. failing];
        private readonly List<string> _asked = [];

        public IReadOnlyList<string> Asked
        {
            get
            {
                lock (_asked)
                    return [.. _asked];
            }
        }

        public IServiceProvider ServiceProvider => grains.ServiceProvider;

        public T GetGrain<T>(string primaryKey, string? grainClassNamePrefix = null)
            where T : IGrainWithStringKey
        {
            var name = $"{typeof(T).Name}/{primaryKey}";
            lock (_asked)
            {
                if (_failing.Remove(name))
                    throw new TimeoutException($"{name} does not answer.");
                _asked.Add(name);
            }

            return grains.GetGrain<T>(primaryKey, grainClassNamePrefix);
        }

        public T GetGrain<T>(GrainId grainId)
            where T : IAddressable => grains.GetGrain<T>(grainId);

        public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => grains.GetGrain(grainInterfaceType, grainPrimaryKey);
    }
}

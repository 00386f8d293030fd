using Microsoft.Extensions.DependencyInjection;
using TradingBot.Engine.Hosting;
using TradingBot.Engine.Storage;
using TradingBot.Tests.Engine.Grains;

namespace TradingBot.Tests.Engine.Storage;

/// <summary>A disk without room, a real one.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task A_full_disk_fails_the_writers_keeps_what_was_stored_and_is_left_behind_when_there_is_room_again()
    {
        using var disk = SmallDisk.MountOrSkip(megabytes: 8);
        var data = Path.Combine(disk.Folder, "data");
        await using (var engine = await EngineFixture.StartAsync(data))
        {
            var statistics = engine.Services.GetRequiredService<IEngineStatistics>();
            await engine.Grain<ILifeGrain>("early").Save(1);
            var ballast = disk.Fill(exceptKilobytes: 256);
            var written = 0;
            var full = await Assert.ThrowsAsync<DataFolderException>(async () =>
            {
                while (true)
                    await engine.Grain<ILifeGrain>($"grain-{written}").Save(++written);
            });
            Assert.Equal(DataFolderProblem.Full, full.Problem);
            Assert.Contains("the disk is full", full.Message, StringComparison.Ordinal);
            Assert.False(statistics.StorageHealthy);

            // What was answered is there, what failed is not.
            Assert.Equal(1, (await engine.Grain<ILifeGrain>("early").Saved()).Value);
            for (var i = 0; i < written - 1; i++)
                Assert.Equal(i + 1, (await engine.Grain<ILifeGrain>($"grain-{i}").Saved()).Value);
            await engine.Grain<ILifeGrain>($"grain-{written - 1}").Deactivate();
            Assert.False((await engine.Grain<ILifeGrain>($"grain-{written - 1}").Saved()).Exists);

            File.Delete(ballast);
            await engine.Grain<ILifeGrain>("early").Save(2);
            Assert.True(statistics.StorageHealthy);
        }

        await using var again = await EngineFixture.StartAsync(data);
        Assert.Equal(2, (await again.Grain<ILifeGrain>("early").Saved()).Value);
        Assert.Equal(1, (await again.Grain<ILifeGrain>("grain-0").Saved()).Value);
    }

    [Fact]
    public async Task A_start_on_a_full_disk_is_refused_and_changes_nothing()
    {
        using var disk = SmallDisk.MountOrSkip(megabytes: 1);
        var data = Path.Combine(disk.Folder, "data");
        var ballast = disk.Fill();

        var full = await Assert.ThrowsAsync<DataFolderException>(() => EngineFixture.StartAsync(data));

        Assert.Equal(DataFolderProblem.Full, full.Problem);
        Assert.Contains(data, full.Message, StringComparison.Ordinal);
        File.Delete(ballast);
        await using var engine = await EngineFixture.StartAsync(data);
        await engine.Grain<ILifeGrain>("grain").Save(1);
    }
}

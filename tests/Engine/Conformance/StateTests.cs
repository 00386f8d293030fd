using Orleans;
using Orleans.Storage;
using TradingBot.Tests.Engine.Grains;

namespace TradingBot.Tests.Engine.Conformance;

public sealed class StateTests : ConformanceTests
{
    [Fact]
    public async Task State_begins_new_and_without_a_record()
    {
        var (value, etag, exists) = await Engine.Grain<ILifeGrain>().Saved();
        Assert.Equal(0, value);
        Assert.Null(etag);
        Assert.False(exists);
    }

    [Fact]
    public async Task Written_state_is_there_after_deactivation_and_after_a_restart()
    {
        var grain = Engine.Grain<ILifeGrain>();
        await grain.Save(1);
        await grain.Deactivate();
        Assert.Equal(1, (await grain.Saved()).Value);
        await grain.Save(2);
        await Engine.RestartAsync();
        var (value, etag, exists) = await Engine.Grain<ILifeGrain>(grain.GetPrimaryKeyString()).Saved();
        Assert.Equal(2, value);
        Assert.NotNull(etag);
        Assert.True(exists);
    }

    [Fact]
    public async Task Each_write_has_a_new_version()
    {
        var grain = Engine.Grain<ILifeGrain>();
        await grain.Save(1);
        var first = (await grain.Saved()).Etag;
        await grain.Save(1);
        Assert.NotEqual(first, (await grain.Saved()).Etag);
    }

    [Fact]
    public async Task Cleared_state_is_gone_and_can_be_written_again()
    {
        var grain = Engine.Grain<ILifeGrain>();
        await grain.Clear();
        await grain.Save(5);
        await grain.Clear();
        var cleared = await grain.Saved();
        Assert.Equal((0, false), (cleared.Value, cleared.Exists));
        await grain.Deactivate();
        Assert.False((await grain.Saved()).Exists);
        await grain.Save(6);
        await grain.Deactivate();
        Assert.Equal(6, (await grain.Saved()).Value);
    }

    [Fact]
    public async Task A_stale_writer_of_a_record_that_it_had_read_is_refused()
    {
        var grain = Engine.Grain<ILifeGrain>();
        await grain.Save(5);
        await grain.Deactivate();
        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.SaveOverStale(caught: false));
        Assert.Equal(1, (await grain.Saved()).Value);
    }

    [Fact]
    public async Task A_stale_writer_is_refused_and_its_activation_ends()
    {
        var (grain, probe) = Make<ILifeGrain>();
        var first = await grain.ActivationId();
        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.SaveOverStale(caught: false));
        Assert.NotEqual(first, await grain.ActivationId());
        Assert.Equal(1, (await grain.Saved()).Value);
        Assert.Equal(["activated", "deactivated ApplicationError", "activated"], probe.Log);
    }

    [Fact]
    public async Task A_stale_writer_that_handles_the_refusal_reads_again_and_lives_on()
    {
        var grain = Engine.Grain<ILifeGrain>();
        var first = await grain.ActivationId();
        await grain.SaveOverStale(caught: true);
        Assert.Equal(first, await grain.ActivationId());
        await grain.Deactivate();
        Assert.Equal(2, (await grain.Saved()).Value);
    }

    [Fact]
    public async Task Many_grains_write_at_once_and_each_keeps_its_own()
    {
        var grains = Enumerable.Range(0, 100).Select(_ => Engine.Grain<ILifeGrain>()).ToList();
        await Task.WhenAll(grains.Select(async (grain, i) =>
        {
            for (var round = 0; round < 10; round++)
                await grain.Save((i * 10) + round);
        }));
        await Engine.RestartAsync();
        for (var i = 0; i < grains.Count; i++)
            Assert.Equal((i * 10) + 9, (await Engine.Grain<ILifeGrain>(grains[i].GetPrimaryKeyString()).Saved()).Value);
    }
}

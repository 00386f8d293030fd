using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;
using TradingBot.Engine.Hosting;
using TradingBot.Tests.Engine.Conformance;
using TradingBot.Tests.Engine.Grains;

namespace TradingBot.Tests.Engine.Embedded;

/// <summary>What only the embedded engine promises.</summary>
public sealed class EngineTests : ConformanceTests
{
    [Fact]
    public async Task Calls_before_the_start_and_after_the_stop_are_refused()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddEmbeddedGrainEngine(options => options.GrainAssemblies.Add(typeof(EngineTests).Assembly));
        using var host = builder.Build();
        var grain = host.Services.GetRequiredService<IGrainFactory>().GetGrain<ICallGrain>("grain");
        Assert.Contains("not started", (await Assert.ThrowsAnyAsync<OrleansException>(() => grain.Add(1))).Message, StringComparison.Ordinal);
        await host.StartAsync();
        Assert.Equal(1, await grain.Add(1));
        await host.StopAsync();
        Assert.Contains("stopping", (await Assert.ThrowsAsync<OrleansMessageRejectionException>(() => grain.Add(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grain_that_does_not_finish_does_not_hold_up_the_stop_for_ever_and_its_caller_learns_of_it()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddEmbeddedGrainEngine(options => options.GrainAssemblies.Add(typeof(EngineTests).Assembly));
        using var host = builder.Build();
        await host.StartAsync();
        var key = NewKey();
        var call = host.Services.GetRequiredService<IGrainFactory>().GetGrain<ICallGrain>(key).WaitAt("never");
        Assert.Equal("begin never", await Probe.Of(key).NextAsync());
        await host.StopAsync(new CancellationToken(canceled: true)).WaitAsync(Probe.Patience);
        await Assert.ThrowsAsync<OrleansMessageRejectionException>(() => call.WaitAsync(Probe.Patience));
    }

    [Fact]
    public void Impossible_references_are_refused_at_once()
    {
        Assert.ThrowsAny<ArgumentException>(() => Engine.Client.GetGrain<ICallGrain>(""));
        Assert.ThrowsAny<ArgumentException>(() => Engine.Client.GetGrain<ICallGrain>(null!));
        Assert.Contains(nameof(IOrphanGrain), Assert.Throws<ArgumentException>(() => Engine.Client.GetGrain<IOrphanGrain>("key")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Engine.Client.GetGrain<ICallMethods>("key"));
        Assert.Equal("call", Engine.Client.GetGrain<ICallMethods>("key", typeof(CallGrain).FullName).GetGrainId().Type.ToString());
        Assert.Throws<InvalidCastException>(() => Engine.Client.GetGrain<ICallGrain>("key").AsReference<ILifeGrain>());
        Assert.Throws<InvalidOperationException>(() => new CallGrain());
    }

    [Fact]
    public async Task The_statistics_count()
    {
        var statistics = Engine.Services.GetRequiredService<IEngineStatistics>();
        var (grain, probe) = Make<ICallGrain>();
        for (var i = 0; i < 10; i++)
            await grain.Add(1);
        await Engine.Grain<ILifeGrain>().Save(1);
        var waiting = grain.WaitAt("gate");
        Assert.Equal(12, statistics.Calls);
        Assert.Equal(1, statistics.PendingCalls);
        Assert.Equal(1, statistics.ActivationsByType["call"]);
        Assert.Equal(1, statistics.ActivationsByType["life"]);
        Assert.Equal(1, statistics.StorageWrites);
        Assert.Equal(1, statistics.StorageCommits);
        probe.Open("gate");
        await waiting.WaitAsync(Probe.Patience);
        await grain.Deactivate();
        await grain.Add(1);
        Assert.Equal(14, statistics.Calls);
        Assert.Equal(0, statistics.PendingCalls);
    }

    [Fact]
    public async Task A_publisher_stops_waiting_for_a_busy_subscriber_which_gets_the_item_all_the_same()
    {
        var (grain, probe) = Make<IStreamGrain>();
        var stream = NewKey();
        var numbers = Engine.Client.GetStreamProvider(EngineFixture.StreamProvider).GetStream<int>(StreamId.Create("numbers", stream));
        await grain.Subscribe(stream);
        Assert.Equal("activated", await probe.NextAsync());
        _ = grain.WaitAt("gate");
        Assert.Equal("begin gate", await probe.NextAsync());
        await Engine.Time.AdvanceUntilAsync(numbers.OnNextAsync(7), TimeSpan.FromSeconds(1));
        probe.Open("gate");
        Assert.Equal("7", await probe.NextAsync());
    }

    [Fact]
    public async Task A_call_whose_caller_has_given_up_is_not_begun()
    {
        var (grain, probe) = Make<ICallGrain>();
        var busy = grain.WaitAt("gate");
        Assert.Equal("begin gate", await probe.NextAsync());
        var call = grain.Note("nobody waits for this");
        await Assert.ThrowsAsync<TimeoutException>(() => Engine.Time.AdvanceUntilAsync(call, TimeSpan.FromSeconds(1)));
        probe.Open("gate");
        await grain.Note("next").WaitAsync(Probe.Patience);
        Assert.True(busy.IsCompleted);
        Assert.Equal(["begin gate", "end gate", "next"], probe.Log);
    }

    [Fact]
    public async Task Read_only_calls_do_not_overtake_a_writing_one_that_waits()
    {
        var (grain, probe) = Make<ICallGrain>();
        var calls = new List<Task> { grain.ReadAt("a") };
        Assert.Equal("begin a", await probe.NextAsync());
        calls.Add(grain.WaitAt("b"));
        calls.Add(grain.ReadAt("c"));
        probe.Open("c");
        probe.Open("b");
        probe.Open("a");
        await Task.WhenAll(calls).WaitAsync(Probe.Patience);
        Assert.Equal(["begin a", "end a", "begin b", "end b", "begin c", "end c"], probe.Log);
    }

    [Fact]
    public async Task An_ended_activation_leaves_no_timers_behind()
    {
        var (grain, probe) = Make<ILifeGrain>();
        await grain.Note("activated");
        var before = Engine.Time.ActiveTimers;
        await grain.StartTimer("t", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), false, false, null);
        Assert.Equal(before + 1, Engine.Time.ActiveTimers);
        await grain.Deactivate();
        await grain.Note("in the next activation");
        Assert.Equal(before, Engine.Time.ActiveTimers);
    }

    [Fact]
    public async Task Messages_are_passed_without_a_copy()
    {
        var payload = new Payload("text", [], Guid.Empty, null, null);
        var echoed = await Engine.Grain<IReferenceGrain>().Same(payload);
        Assert.Same(payload, echoed);
    }
}

public interface IOrphanGrain : IGrainWithStringKey
{
    Task Call();
}

public interface IReferenceGrain : IGrainWithStringKey
{
    Task<Payload> Same(Payload payload);
}

public sealed class ReferenceGrain : Grain, IReferenceGrain
{
    public Task<Payload> Same(Payload payload) => Task.FromResult(payload);
}

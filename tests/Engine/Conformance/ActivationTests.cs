using Orleans;
using TradingBot.Tests.Engine.Grains;

namespace TradingBot.Tests.Engine.Conformance;

public sealed class ActivationTests : ConformanceTests
{
    [Fact]
    public async Task A_grain_is_activated_before_its_first_call_and_once()
    {
        var (grain, probe) = Make<ILifeGrain>();
        await Task.WhenAll(grain.Note("a"), grain.Note("b"));
        Assert.Equal("activated", probe.Log.First());
        Assert.Equal(["a", "activated", "b"], probe.Log.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_failed_activation_reaches_the_callers_and_the_next_call_tries_again()
    {
        var (grain, probe) = Make<ILifeGrain>();
        probe.Values["fail activation"] = 1;
        var failure = await Assert.ThrowsAsync<InvalidTimeZoneException>(() => grain.Note("a"));
        Assert.Equal("not yet", failure.Message);
        await grain.Note("b");
        Assert.Equal(["activated", "b"], probe.Log);
    }

    [Fact]
    public async Task An_idle_grain_is_collected_and_the_next_call_brings_it_back()
    {
        var (grain, probe) = Make<ILifeGrain>();
        var first = await grain.ActivationId();
        Assert.Equal("activated", await probe.NextAsync());
        await Engine.IdleAsync(probe.UntilAsync("deactivated ActivationIdle"));
        Assert.NotEqual(first, await grain.ActivationId());
    }

    [Fact]
    public async Task A_busy_a_delayed_and_an_immortal_grain_are_not_collected()
    {
        var (busy, busyProbe) = Make<ILifeGrain>();
        var (delayed, delayedProbe) = Make<ILifeGrain>();
        var (immortal, immortalProbe) = Make<IImmortalGrain>();
        var (idle, idleProbe) = Make<ILifeGrain>();
        await Task.WhenAll(delayed.Delay(TimeSpan.FromHours(1)), immortal.Note("here"), idle.Note("here"));
        var call = busy.WaitAt("gate");
        Assert.Equal("activated", await busyProbe.NextAsync());
        await Engine.IdleAsync(idleProbe.UntilAsync("deactivated ActivationIdle"));
        busyProbe.Open("gate");
        await Task.WhenAny(call, busyProbe.Gate("gate")).WaitAsync(Probe.Patience);
        Assert.Equal(["activated"], delayedProbe.Log);
        Assert.Equal(["activated", "here"], immortalProbe.Log);
        Assert.DoesNotContain("deactivated ActivationIdle", busyProbe.Log);
    }

    [Fact]
    public async Task A_grain_that_asks_for_it_ends_after_its_call_and_comes_back_with_the_next()
    {
        var (grain, probe) = Make<ILifeGrain>();
        await grain.DeactivateAndNote("said after asking");
        await grain.Note("next");
        Assert.Equal(["activated", "said after asking", "deactivated ApplicationRequested", "activated", "next"], probe.Log);
    }

    [Fact]
    public async Task Calls_that_wait_for_an_ending_grain_run_in_its_next_activation()
    {
        var (grain, probe) = Make<ILifeGrain>();
        var calls = new List<Task> { grain.WaitAt("gate") };
        await probe.UntilAsync("begin gate");
        calls.AddRange(Enumerable.Range(0, 50).Select(i => grain.Note($"{i}")));
        calls.Add(grain.Deactivate());
        calls.AddRange(Enumerable.Range(50, 50).Select(i => grain.Note($"{i}")));
        probe.Open("gate");
        await Task.WhenAll(calls).WaitAsync(Probe.Patience);
        Assert.Equal(
            Enumerable.Range(0, 100).Select(i => $"{i}").Order(StringComparer.Ordinal),
            probe.Log.Where(what => char.IsDigit(what[0])).Order(StringComparer.Ordinal));
        await grain.Deactivate();
        await grain.Note("last");
        await probe.UntilAsync("last");
        Assert.Equal(3, probe.Log.Count(what => what == "activated"));
    }

    [Fact]
    public async Task A_stopping_engine_lets_calls_end_and_grains_save()
    {
        var (grain, probe) = Make<ILifeGrain>();
        await grain.SaveOnDeactivation(7);
        var running = grain.WaitAt("gate");
        await probe.UntilAsync("begin gate");
        var waiting = grain.Note("waited");
        var restart = Engine.RestartAsync();
        probe.Open("gate");
        await Task.WhenAll(running, waiting).WaitAsync(Probe.Patience);
        await restart.WaitAsync(Probe.Patience);
        Assert.Equal(["activated", "begin gate", "end gate", "waited", "deactivated ShuttingDown"], probe.Log);
        Assert.Equal(7, (await Engine.Grain<ILifeGrain>(grain.GetPrimaryKeyString()).Saved()).Value);
    }
}

using TradingBot.Tests.Engine.Grains;

namespace TradingBot.Tests.Engine.Conformance;

public sealed class TimerTests : ConformanceTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_timer_ticks_when_due_and_then_with_its_period()
    {
        var (grain, probe) = await MakeActiveAsync();
        await grain.StartTimer("t", 2 * Second, 3 * Second, false, false, null);
        Engine.Time.Advance(Second);
        Assert.DoesNotContain("tick t", probe.Log);
        Engine.Time.Advance(Second);
        Assert.Equal("tick t", await probe.NextAsync());
        await TickAsync(probe, Second);
        await TickAsync(probe, Second);
    }

    [Fact]
    public async Task A_tick_waits_for_the_call_before_it_and_a_call_for_the_tick()
    {
        var (grain, probe) = await MakeActiveAsync();
        await grain.StartTimer("t", Second, Second, false, false, "in tick");
        var call = grain.WaitAt("in call");
        Assert.Equal("begin in call", await probe.NextAsync());
        Engine.Time.Advance(Second);
        probe.Open("in call");
        await call.WaitAsync(Probe.Patience);
        Assert.Equal("end in call", await probe.NextAsync());
        Assert.Equal("tick t", await probe.NextAsync());
        var next = grain.Note("after the tick");
        probe.Open("in tick");
        await next.WaitAsync(Probe.Patience);
        Assert.Equal("tock t", await probe.NextAsync());
        Assert.Equal("after the tick", await probe.NextAsync());
    }

    [Fact]
    public async Task An_interleaving_tick_runs_beside_a_call()
    {
        var (grain, probe) = await MakeActiveAsync();
        await grain.StartTimer("t", Second, Timeout.InfiniteTimeSpan, true, false, null);
        var call = grain.WaitAt("in call");
        Assert.Equal("begin in call", await probe.NextAsync());
        Engine.Time.Advance(Second);
        Assert.Equal("tick t", await probe.NextAsync());
        Assert.False(call.IsCompleted);
        probe.Open("in call");
        await call.WaitAsync(Probe.Patience);
    }

    [Fact]
    public async Task Ticks_do_not_pile_up_while_one_runs()
    {
        var (grain, probe) = await MakeActiveAsync();
        await grain.StartTimer("t", Second, Second, false, false, "in tick");
        Engine.Time.Advance(Second);
        Assert.Equal("tick t", await probe.NextAsync());
        Engine.Time.Advance(100 * Second);
        probe.Open("in tick");
        Assert.Equal("tock t", await probe.NextAsync());
        await grain.Note("after");
        Assert.Equal("after", await probe.NextAsync());
        Assert.Single(probe.Log, "tick t");
    }

    [Fact]
    public async Task A_failing_tick_does_not_end_the_timer()
    {
        var (grain, probe) = await MakeActiveAsync();
        await grain.StartTimer("failing", Second, Second, false, false, null);
        Engine.Time.Advance(Second);
        Assert.Equal("tick failing", await probe.NextAsync());
        await TickAsync(probe, Second, "failing");
    }

    [Fact]
    public async Task A_timer_can_be_changed_and_stopped()
    {
        var (grain, probe) = await MakeActiveAsync();
        await grain.StartTimer("t", Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, false, false, null);
        Engine.Time.Advance(100 * Second);
        await grain.ChangeTimer("t", 5 * Second, 5 * Second);
        Engine.Time.Advance(4 * Second);
        Assert.DoesNotContain("tick t", probe.Log);
        Engine.Time.Advance(Second);
        Assert.Equal("tick t", await probe.NextAsync());
        await grain.StopTimer("t");
        Engine.Time.Advance(100 * Second);
        await grain.Note("after");
        Assert.Equal("after", await probe.NextAsync());
    }

    [Fact]
    public async Task A_timer_of_the_activation_ticks_after_it_and_ends_with_it()
    {
        var (grain, probe) = Make<ILifeGrain>();
        probe.Values["timer on activation"] = true;
        await grain.Note("first");
        await Engine.Time.AdvanceUntilAsync(probe.Next(), Second);
        await grain.StartTimer("t", Second, Second, false, false, null);
        await grain.Deactivate();
        probe.Values.Clear();
        await grain.Note("second life");
        Engine.Time.Advance(100 * Second);
        await grain.Note("end");
        Assert.DoesNotContain("tick t", probe.Log);
    }

    [Fact]
    public async Task A_timer_keeps_a_grain_from_being_idle_only_if_it_says_so()
    {
        var (kept, keptProbe) = await MakeActiveAsync();
        var (idle, idleProbe) = await MakeActiveAsync();
        await kept.StartTimer("t", Second, Second, false, true, null);
        await idle.StartTimer("t", Second, Second, false, false, null);
        await Engine.IdleAsync(idleProbe.UntilAsync("deactivated ActivationIdle"));
        Assert.DoesNotContain("deactivated ActivationIdle", keptProbe.Log);
    }

    [Fact]
    public async Task Impossible_times_are_refused()
    {
        var (grain, _) = await MakeActiveAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => grain.StartTimer("t", -2 * Second, Second, false, false, null));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => grain.StartTimer("t", Second, -2 * Second, false, false, null));
    }

    private async Task<(ILifeGrain Grain, Probe Probe)> MakeActiveAsync()
    {
        var (grain, probe) = Make<ILifeGrain>();
        await grain.ActivationId();
        Assert.Equal("activated", await probe.NextAsync());
        return (grain, probe);
    }

    // The next tick is set when the one before has ended, a moment after the test has heard of it.
    private async Task TickAsync(Probe probe, TimeSpan step, string name = "t")
    {
        var tick = probe.Next();
        await Engine.Time.AdvanceUntilAsync(tick, step);
        Assert.Equal($"tick {name}", await tick);
    }
}

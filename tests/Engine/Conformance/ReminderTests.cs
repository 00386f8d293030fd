using Orleans;
using Orleans.Runtime;
using TradingBot.Tests.Engine.Grains;

namespace TradingBot.Tests.Engine.Conformance;

public sealed class ReminderTests : ConformanceTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_reminder_activates_its_grain_when_due_and_with_its_period()
    {
        var (grain, probe) = Make<ILifeGrain>();
        await grain.Remind("r", 2 * Minute, 5 * Minute);
        await grain.Deactivate();
        var start = Engine.Time.GetUtcNow().UtcDateTime;
        await WaitAsync(probe, "reminder r");
        var status = (TickStatus)probe.Values["r 1"];
        Assert.Equal(start + (2 * Minute), status.FirstTickTime, TimeSpan.FromSeconds(1));
        Assert.Equal(5 * Minute, status.Period);
        await WaitAsync(probe, "reminder r");
        var second = (TickStatus)probe.Values["r 2"];
        Assert.InRange(second.CurrentTickTime - status.FirstTickTime, 5 * Minute, 8 * Minute);
    }

    [Fact]
    public async Task A_reminder_survives_a_restart_and_a_failure()
    {
        var (grain, probe) = Make<ILifeGrain>();
        await grain.Remind("failing", Minute, Minute);
        await WaitAsync(probe, "reminder failing");
        await Engine.RestartAsync();
        await WaitAsync(probe, "reminder failing");
        await WaitAsync(probe, "reminder failing");
        Assert.Equal(["failing"], await Engine.Grain<ILifeGrain>(grain.GetPrimaryKeyString()).Reminders());
    }

    [Fact]
    public async Task A_reminder_whose_time_came_while_the_process_was_down_ticks_within_a_period_of_the_start()
    {
        var (grain, probe) = Make<ILifeGrain>();
        await grain.Remind("r", Minute, Minute);
        await Engine.StopAsync();
        Engine.Time.Advance(10 * Minute);
        await Engine.StartAgainAsync();
        var start = Engine.Time.GetUtcNow().UtcDateTime;
        await WaitAsync(probe, "reminder r");
        Assert.InRange(((TickStatus)probe.Values["r 1"]).CurrentTickTime, start, start + (1.5 * Minute));
    }

    [Fact]
    public async Task A_reminder_that_is_ended_does_not_tick()
    {
        var (grain, probe) = Make<ILifeGrain>();
        await grain.Remind("r", Minute, Minute);
        await grain.Remind("other", 3 * Minute, 3 * Minute);
        Assert.Equal(["other", "r"], (await grain.Reminders()).Order(StringComparer.Ordinal));
        await grain.Forget("r");
        Assert.Equal(["other"], await grain.Reminders());
        await WaitAsync(probe, "reminder other");
        Assert.DoesNotContain("reminder r", probe.Log);
        await Engine.RestartAsync();
        Assert.Equal(["other"], await Engine.Grain<ILifeGrain>(grain.GetPrimaryKeyString()).Reminders());
    }

    [Fact]
    public async Task A_reminder_registered_again_has_its_new_times()
    {
        var (grain, probe) = Make<ILifeGrain>();
        await grain.Remind("r", Minute, Minute);
        await grain.Remind("r", 10 * Minute, 10 * Minute);
        Engine.Time.Advance(5 * Minute);
        await grain.Note("five minutes later");
        Assert.DoesNotContain("reminder r", probe.Log);
        await WaitAsync(probe, "reminder r");
        Assert.Equal(10 * Minute, ((TickStatus)probe.Values["r 1"]).Period);
    }

    [Fact]
    public async Task Impossible_times_and_grains_that_cannot_be_reminded_are_refused()
    {
        var (grain, _) = Make<ILifeGrain>();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => grain.Remind("r", Minute, TimeSpan.FromSeconds(59)));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => grain.Remind("r", -Minute, Minute));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => grain.Remind("", Minute, Minute));
        Assert.Empty(await grain.Reminders());
        await Assert.ThrowsAsync<InvalidOperationException>(() => Engine.Grain<IUnremindableGrain>().Remind());
    }

    private async Task WaitAsync(Probe probe, string what)
    {
        await Engine.Time.AdvanceUntilAsync(probe.UntilAsync(what), TimeSpan.FromSeconds(1));
    }
}

using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace TradingBot.Tests.Engine.Grains;

/// <summary>A grain for the behaviour of activations, timers, reminders and state.</summary>
public interface ILifeGrain : IIdentityGrain
{
    Task WaitAt(string gate);

    Task Note(string what);

    Task Deactivate();

    Task DeactivateAndNote(string what);

    Task Delay(TimeSpan time);

    Task StartTimer(string name, TimeSpan dueTime, TimeSpan period, bool interleave, bool keepAlive, string? gate);

    Task ChangeTimer(string name, TimeSpan dueTime, TimeSpan period);

    Task StopTimer(string name);

    Task Remind(string name, TimeSpan dueTime, TimeSpan period);

    Task Forget(string name);

    Task<List<string>> Reminders();

    Task Save(int value);

    Task SaveOnDeactivation(int value);

    Task<(int Value, string? Etag, bool Exists)> Saved();

    Task Clear();

    Task SaveOverStale(bool caught);
}

[KeepAlive]
public sealed class ImmortalGrain : LifeGrainBase, IImmortalGrain
{
    public ImmortalGrain([PersistentState("life", "grains")] IPersistentState<LifeState> state, [PersistentState("life", "grains")] IPersistentState<LifeState> stale)
        : base(state, stale)
    {
    }
}

public interface IImmortalGrain : IGrainWithStringKey
{
    Task Note(string what);

    Task<Guid> ActivationId();
}

public sealed class LifeState
{
    public int Value { get; set; }
}

public sealed class LifeGrain(
    [PersistentState("life", "grains")] IPersistentState<LifeState> state, [PersistentState("life", "grains")] IPersistentState<LifeState> stale)
    : LifeGrainBase(state, stale), ILifeGrain;

public abstract class LifeGrainBase(IPersistentState<LifeState> state, IPersistentState<LifeState> stale) : Grain, IRemindable
{
    private readonly Guid _activation = Guid.NewGuid();
    private readonly Dictionary<string, IGrainTimer> _timers = [];
    private int? _toSave;

    protected Probe Probe => Probe.Of(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (Probe.Values.TryGetValue("fail activation", out var times) && (int)times > 0)
        {
            Probe.Values["fail activation"] = (int)times - 1;
            await Task.Yield();
            throw new InvalidTimeZoneException("not yet");
        }

        Probe.Note("activated");
        if (Probe.Values.ContainsKey("deactivate on activation"))
            DeactivateOnIdle();
        if (Probe.Values.ContainsKey("timer on activation"))
            await StartTimer("activation", TimeSpan.Zero, Timeout.InfiniteTimeSpan, false, false, null);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_toSave is { } value)
        {
            state.State.Value = value;
            await state.WriteStateAsync(cancellationToken);
        }

        Probe.Note($"deactivated {reason.ReasonCode}");
    }

    public Task<Guid> ActivationId() => Task.FromResult(_activation);

    public Task<string> Identity() => Task.FromResult(IdentityString);

    public async Task WaitAt(string gate)
    {
        Probe.Note($"begin {gate}");
        await Probe.Gate(gate);
        Probe.Note($"end {gate}");
    }

    public Task Note(string what)
    {
        Probe.Note(what);
        return Task.CompletedTask;
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task DeactivateAndNote(string what)
    {
        DeactivateOnIdle();
        await Task.Yield();
        Probe.Note(what);
    }

    public Task Delay(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public Task StartTimer(string name, TimeSpan dueTime, TimeSpan period, bool interleave, bool keepAlive, string? gate)
    {
        _timers[name] = this.RegisterGrainTimer(
            async (timer, token) =>
            {
                Probe.Note($"tick {timer}");
                if (gate is not null)
                {
                    await Probe.Gate(gate);
                    Probe.Note(token.IsCancellationRequested ? $"stopped {timer}" : $"tock {timer}");
                }

                if (timer == "failing")
                    throw new InvalidOperationException("a tick that fails");
            },
            name,
            new() { DueTime = dueTime, Period = period, Interleave = interleave, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task ChangeTimer(string name, TimeSpan dueTime, TimeSpan period)
    {
        _timers[name].Change(dueTime, period);
        return Task.CompletedTask;
    }

    public Task StopTimer(string name)
    {
        _timers[name].Dispose();
        return Task.CompletedTask;
    }

    public async Task Remind(string name, TimeSpan dueTime, TimeSpan period) =>
        Assert.Equal(name, (await this.RegisterOrUpdateReminder(name, dueTime, period)).ReminderName);

    public async Task Forget(string name) => await this.UnregisterReminder((await this.GetReminder(name))!);

    public async Task<List<string>> Reminders() => (await this.GetReminders()).ConvertAll(reminder => reminder.ReminderName);

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Probe.Values[$"{reminderName} {Probe.Log.Count(what => what == $"reminder {reminderName}") + 1}"] = status;
        Probe.Note($"reminder {reminderName}");
        return reminderName == "failing" ? throw new InvalidOperationException("a reminder that fails") : Task.CompletedTask;
    }

    public Task Save(int value)
    {
        state.State.Value = value;
        return state.WriteStateAsync();
    }

    public Task SaveOnDeactivation(int value)
    {
        _toSave = value;
        return Task.CompletedTask;
    }

    public Task<(int Value, string? Etag, bool Exists)> Saved() => Task.FromResult((state.State.Value, state.Etag, state.RecordExists));

    public Task Clear() => state.ClearStateAsync();

    /// <summary>Writes through a second view of the record, which has not seen the first one's write.</summary>
    public async Task SaveOverStale(bool caught)
    {
        await Save(1);
        try
        {
            await stale.WriteStateAsync();
        }
        catch (InconsistentStateException) when (caught)
        {
            await stale.ReadStateAsync();
            stale.State.Value++;
            await stale.WriteStateAsync();
        }
    }
}

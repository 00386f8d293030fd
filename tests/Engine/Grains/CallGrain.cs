using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace TradingBot.Tests.Engine.Grains;

public abstract class CallGrainBase : Grain
{
    private readonly Guid _activation = Guid.NewGuid();
    private int _sum;
    private int _inside;

    protected Probe Probe => Probe.Of(this.GetPrimaryKeyString());

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Probe.Note($"deactivated {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<Guid> ActivationId() => Task.FromResult(_activation);

    public Task<string> Identity() => Task.FromResult($"{this.GetGrainId().Type}|{this.GetPrimaryKeyString()}");

    public Task<int> Add(int number) => Task.FromResult(_sum += number);

    public ValueTask<int> AddQuickly(int number) => new(_sum += number);

    public ValueTask NoteQuickly(string what)
    {
        Probe.Note(what);
        return default;
    }

    public async Task WaitAt(string gate)
    {
        Probe.Note($"begin {gate}");
        await Probe.Gate(gate);
        Probe.Note($"end {gate}");
    }

    public Task ReadAt(string gate) => WaitAt(gate);

    public Task WaitFiveSecondsAt(string gate) => WaitAt(gate);

    public Task Beside(string what) => Note(what);

    public async Task NoteOneWay(string what, string gate)
    {
        await Probe.Gate(gate);
        Probe.Note(what);
    }

    public Task FailOneWay() => throw new InvalidTimeZoneException("nobody sees this");

    public Task Note(string what)
    {
        Probe.Note(what);
        return Task.CompletedTask;
    }

    /// <summary>Fails when two threads are inside at once.</summary>
    public async Task YieldAndCount(int times)
    {
        for (var i = 0; i < times; i++)
        {
            if (Interlocked.Increment(ref _inside) != 1)
                throw new InvalidOperationException("Two turns at once.");
            var before = _sum;
            Thread.SpinWait(20);
            _sum = before + 1;
            if (Interlocked.Decrement(ref _inside) != 0)
                throw new InvalidOperationException("Two turns at once.");
            await Task.Yield();
        }
    }

    public Task FailAtOnce(string message) => throw new InvalidTimeZoneException(message);

    public async Task FailLater(string message)
    {
        await Task.Yield();
        throw new InvalidTimeZoneException(message);
    }

    public Task<int> Cancelled() => Task.FromCanceled<int>(new(canceled: true));

    public async Task WaitForCancellation(CancellationToken cancellationToken)
    {
        Probe.Note("waiting");
        await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Current);
        Probe.Note("cancelled");
    }

    public Task CallMeBack(string otherKey) => GrainFactory.GetGrain<ICallGrain>(otherKey).CallTo(this.GetPrimaryKeyString());

    public Task CallTo(string otherKey) => GrainFactory.GetGrain<ICallGrain>(otherKey).Note("called back");

    public async Task<string> Schedulers()
    {
        var own = TaskScheduler.Current;
        var parts = new List<string> { SynchronizationContext.Current is null ? "no context" : "context", own == TaskScheduler.Default ? "default" : "own" };
        await Task.Yield();
        parts.Add(TaskScheduler.Current == own ? "own" : "other");
        parts.Add(await Task.Factory.StartNew(() => TaskScheduler.Current == own ? "own" : "other"));
        parts.Add(await Task.CompletedTask.ContinueWith(_ => TaskScheduler.Current == own ? "own" : "other"));
        parts.Add(await Task.Run(() => TaskScheduler.Current == own ? "own" : "left"));
        parts.Add(TaskScheduler.Current == own ? "own" : "other");
        return string.Join(' ', parts);
    }

    public Task<int> ThreadAfter(string task)
    {
        var source = (TaskCompletionSource)Probe.Values[task];
        Probe.Note("waiting");
        return source.Task.ContinueWith(
            static _ => Environment.CurrentManagedThreadId, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Current);
    }

    public Task<object?> ContextValue(string name) => Task.FromResult(RequestContext.Get(name));

    public async Task<object?> ContextValueOf(string otherKey, string name)
    {
        await Task.Yield();
        return await GrainFactory.GetGrain<ICallGrain>(otherKey).ContextValue(name);
    }

    public Task SetContextValue(string name, string value)
    {
        RequestContext.Set(name, value);
        return Task.CompletedTask;
    }

    public Task<Payload> Echo(Payload payload, Guid id, ImmutableArray<int> numbers, string? maybe, Money? money) =>
        Task.FromResult(payload with { Id = id, Maybe = $"{maybe}{numbers.Length}", Extra = money });

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task<string> SelfReference()
    {
        var self = this.AsReference<IIdentityGrain>();
        await Task.Yield();
        return self.GetPrimaryKeyString();
    }
}

public sealed class CallGrain : CallGrainBase, ICallGrain;

[Reentrant]
public sealed class ReentrantCallGrain : CallGrainBase, IReentrantCallGrain;

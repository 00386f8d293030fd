using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Streams;

namespace TradingBot.Tests.Engine.Grains;

/// <summary>Publishes to and subscribes to streams of numbers.</summary>
public interface IStreamMethods : IGrainWithStringKey
{
    Task Publish(string stream, int from, int count);

    Task Subscribe(string stream);

    Task Unsubscribe(string stream);

    Task<int> Subscriptions(string stream);

    Task Deactivate();

    Task WaitAt(string gate);
}

public interface IStreamGrain : IStreamMethods;

public interface IReentrantStreamGrain : IStreamMethods;

public sealed class StreamGrain : StreamGrainBase, IStreamGrain;

[Reentrant]
public sealed class ReentrantStreamGrain : StreamGrainBase, IReentrantStreamGrain;

public abstract class StreamGrainBase : Grain, IAsyncObserver<int>
{
    private Probe Probe => Probe.Of(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Probe.Note("activated");
        // What is subscribed to is known to the test only.
        if (!Probe.Values.TryGetValue("stream", out var stream))
            return;
        foreach (var handle in await Stream((string)stream).GetAllSubscriptionHandles())
            await handle.ResumeAsync(this);
    }

    public async Task Publish(string stream, int from, int count)
    {
        for (var i = from; i < from + count; i++)
            await Stream(stream).OnNextAsync(i);
    }

    public async Task Subscribe(string stream)
    {
        Probe.Values["stream"] = stream;
        await Stream(stream).SubscribeAsync(this);
    }

    public async Task Unsubscribe(string stream)
    {
        foreach (var handle in await Stream(stream).GetAllSubscriptionHandles())
            await handle.UnsubscribeAsync();
    }

    public async Task<int> Subscriptions(string stream) => (await Stream(stream).GetAllSubscriptionHandles()).Count;

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task WaitAt(string gate)
    {
        Probe.Note($"begin {gate}");
        await Probe.Gate(gate);
    }

    public async Task OnNextAsync(int item, StreamSequenceToken? token = null)
    {
        if (item % 3 == 0)
            await Task.Yield();
        Probe.Note($"{item}");
        if (Probe.Values.ContainsKey("fail"))
            throw new InvalidOperationException("a subscriber that fails");
    }

    public Task OnErrorAsync(Exception ex)
    {
        Probe.Note(ex.Message);
        return Task.CompletedTask;
    }

    private IAsyncStream<int> Stream(string key) =>
        this.GetStreamProvider(EngineFixture.StreamProvider).GetStream<int>(StreamId.Create("numbers", key));
}

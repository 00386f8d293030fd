using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;

namespace TradingBot.Tests.Engine.Grains;

/// <summary>Passes a call on along a path of grains.</summary>
public interface IWalkGrain : IGrainWithStringKey
{
    Task Walk(ImmutableArray<string> path, int position);

    Task<int> Visits();
}

[Reentrant]
public sealed class WalkGrain : Grain, IWalkGrain
{
    private int _visits;
    private int _inside;

    public async Task Walk(ImmutableArray<string> path, int position)
    {
        if (Interlocked.Increment(ref _inside) != 1)
            throw new InvalidOperationException("Two turns at once.");
        _visits++;
        Thread.SpinWait(10);
        Interlocked.Decrement(ref _inside);
        if (position % 3 == 1)
            await Task.Yield();
        if (position + 1 < path.Length)
            await GrainFactory.GetGrain<IWalkGrain>(path[position + 1]).Walk(path, position + 1);
    }

    public Task<int> Visits() => Task.FromResult(_visits);
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using Orleans;
using Orleans.Runtime;
using TradingBot.Backtesting;
using TradingBot.Grains.Storage;

namespace TradingBot.Grains.Backtesting;

/// <summary>Bounds how many backtests a user has, and knows their ids.</summary>
public sealed class BacktestListGrain(
    [PersistentState("backtest-list", "grains")] IPersistentState<BacktestListState> state) : StoredGrain<BacktestListState>(state), IBacktestListGrain
{
    private List<string> Ids => State.Ids;

    public async Task<BacktestStart> StartAsync(BacktestOrder order)
    {
        if (await CountUnfinishedAsync() >= IBacktestListGrain.MaxUnfinished)
            return new([], IsBusy: true, null);

        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var errors = await Grain(id).StartAsync(order);
        if (!errors.IsEmpty)
            return new(errors, IsBusy: false, null);
        Ids.Insert(0, id);
        await TrimAsync();
        await SaveAsync();
        return new([], IsBusy: false, await Grain(id).GetAsync());
    }

    public Task<ImmutableArray<string>> ListAsync() => Task.FromResult(Ids.ToImmutableArray());

    public async Task<bool> DeleteAsync(string id)
    {
        if (!Ids.Contains(id))
            return false;
        await Grain(id).DeleteAsync();
        Ids.Remove(id);
        await SaveAsync();
        return true;
    }

    private IBacktestGrain Grain(string id) => GrainFactory.GetGrain<IBacktestGrain>($"{this.GetPrimaryKeyString()}/{id}");

    private async Task<int> CountUnfinishedAsync()
    {
        var unfinished = 0;
        foreach (var id in Ids)
        {
            if (await Grain(id).GetAsync() is { Stage: BacktestStage.Queued or BacktestStage.Running })
                unfinished++;
        }

        return unfinished;
    }

    private async Task TrimAsync()
    {
        while (Ids.Count > IBacktestListGrain.MaxKept)
        {
            await Grain(Ids[^1]).DeleteAsync();
            Ids.RemoveAt(Ids.Count - 1);
        }
    }
}

/// <summary>The durable state of <see cref="BacktestListGrain"/>.</summary>
public sealed class BacktestListState
{
    /// <summary>Ids, newest first.</summary>
    public List<string> Ids { get; init; } = [];
}

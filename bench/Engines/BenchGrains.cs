using Orleans;
using Orleans.Runtime;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Bench;

/// <summary>Adds numbers.</summary>
public interface IBenchGrain : IGrainWithStringKey
{
    /// <summary>Adds a number.</summary>
    Task<int> Add(int number);

    /// <summary>Adds a number after an await.</summary>
    Task<int> AddLater(int number);
}

/// <summary>Writes its state.</summary>
public interface IBenchStateGrain : IGrainWithStringKey
{
    /// <summary>Writes, durably.</summary>
    Task Write(int number);
}

/// <summary>State of about the size of a trader's.</summary>
public sealed class BenchState
{
    /// <summary>A number.</summary>
    public int Number { get; set; }

    /// <summary>Filler.</summary>
    public string Text { get; set; } = new('x', 100);
}

internal sealed class BenchGrain : Grain, IBenchGrain
{
    private int _sum;

    public Task<int> Add(int number)
    {
        _sum += number;
        return Task.FromResult(0);
    }

    public async Task<int> AddLater(int number)
    {
        await Task.Yield();
        return _sum += number;
    }
}

internal sealed class BenchStateGrain([PersistentState("state", "grains")] IPersistentState<BenchState> state) : Grain, IBenchStateGrain
{
    public Task Write(int number)
    {
        state.State.Number = number;
        return state.WriteStateAsync();
    }
}

/// <summary>Follows a series.</summary>
public interface IBenchFollowerGrain : ICandleFollower
{
    /// <summary>Registers it.</summary>
    Task RegisterAsync(CandleSeries series);
}

internal sealed class BenchFollowerGrain(CandleCount count) : Grain, IBenchFollowerGrain
{
    public Task RegisterAsync(CandleSeries series) =>
        GrainFactory.GetGrain<ICandleFanoutGrain>(CandleFanout.KeyFor(series, this.GetPrimaryKeyString())).RegisterAsync(this.GetGrainId());

    public Task OnCandleAsync(CandleSeries series, ClosedCandle candle)
    {
        count.Take();
        return Task.CompletedTask;
    }
}

/// <summary>Counts the followers that have a candle; all silos are in this process.</summary>
internal sealed class CandleCount
{
    private TaskCompletionSource _all = new();
    private int _missing;

    /// <summary>Completes when so many have it.</summary>
    public Task ExpectAsync(int followers)
    {
        _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _missing, followers);
        return _all.Task;
    }

    /// <summary>One has it.</summary>
    public void Take()
    {
        if (Interlocked.Decrement(ref _missing) == 0)
            _all.TrySetResult();
    }
}

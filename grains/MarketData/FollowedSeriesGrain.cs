using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using TradingBot.MarketData;

namespace TradingBot.Grains.MarketData;

/// <summary>A durable set of series.</summary>
public sealed class FollowedSeriesGrain(
    [PersistentState("followed-series", "grains")] IPersistentState<FollowedSeriesRecord> record) : Grain, IFollowedSeriesGrain
{
    public Task AddAsync(CandleSeries series) => record.State.Series.Add(series.ToString()) ? SaveAsync() : Task.CompletedTask;

    public Task RemoveAsync(CandleSeries series) => record.State.Series.Remove(series.ToString()) ? SaveAsync() : Task.CompletedTask;

    public Task<ImmutableArray<CandleSeries>> GetAsync() =>
        Task.FromResult(record.State.Series.Select(CandleSeries.Parse).ToImmutableArray());

    private async Task SaveAsync()
    {
        try
        {
            await record.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}

/// <summary>The durable state of <see cref="FollowedSeriesGrain"/>.</summary>
public sealed class FollowedSeriesRecord
{
    /// <summary>The series' keys.</summary>
    public SortedSet<string> Series { get; init; } = new(StringComparer.Ordinal);
}

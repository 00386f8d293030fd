using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using TradingBot.Grains.Storage;
using TradingBot.MarketData;

namespace TradingBot.Grains.MarketData;

/// <summary>A durable set of series.</summary>
public sealed class FollowedSeriesGrain(
    [PersistentState("followed-series", "grains")] IPersistentState<FollowedSeriesRecord> record) : StoredGrain<FollowedSeriesRecord>(record), IFollowedSeriesGrain
{
    public Task AddAsync(CandleSeries series) => State.Series.Add(series.ToString()) ? SaveAsync() : Task.CompletedTask;

    public Task RemoveAsync(CandleSeries series) => State.Series.Remove(series.ToString()) ? SaveAsync() : Task.CompletedTask;

    public Task<ImmutableArray<CandleSeries>> GetAsync() =>
        Task.FromResult(State.Series.Select(CandleSeries.Parse).ToImmutableArray());
}

/// <summary>The durable state of <see cref="FollowedSeriesGrain"/>.</summary>
public sealed class FollowedSeriesRecord
{
    /// <summary>The series' keys.</summary>
    public SortedSet<string> Series { get; init; } = new(StringComparer.Ordinal);
}

using System.Collections.Immutable;

namespace TradingBot.MarketData;

/// <summary>
/// Which series have their feed open, so that a service that starts again opens them at once instead of with their next
/// reminder. One grain, key <see cref="Key"/>.
/// </summary>
[Alias("followed-series")]
public interface IFollowedSeriesGrain : IGrainWithStringKey
{
    /// <summary>The key of the only grain of this kind.</summary>
    const string Key = "all";

    /// <summary>A series has been opened. Idempotent and durable.</summary>
    [Alias("add")]
    Task AddAsync(CandleSeries series);

    /// <summary>A series has been closed. Idempotent and durable.</summary>
    [Alias("remove")]
    Task RemoveAsync(CandleSeries series);

    /// <summary>The open series, in order.</summary>
    [Alias("get")]
    Task<ImmutableArray<CandleSeries>> GetAsync();
}

using System.Collections.Immutable;
using Orleans.Concurrency;
using TradingBot.Trading;

namespace TradingBot.Backtesting;

/// <summary>
/// One backtest. Key: <c>userId/id</c>. It runs beside the grains on a thread of its own; a run that the end of the service has
/// interrupted begins again when it is next asked for.
/// </summary>
[Alias("backtest")]
public interface IBacktestGrain : IGrainWithStringKey
{
    /// <summary>The most trades that are kept; the result counts all.</summary>
    const int MaxTrades = 10_000;

    /// <summary>Checks the order and starts. Durable.</summary>
    /// <returns>What is wrong with the order; then nothing has changed.</returns>
    [Alias("start")]
    Task<ImmutableArray<ValidationError>> StartAsync(BacktestOrder order);

    /// <summary>How far it is, and the result; null when there is no such backtest.</summary>
    [AlwaysInterleave, Alias("get")]
    Task<BacktestView?> GetAsync();

    /// <summary>Closed trades, oldest first.</summary>
    /// <param name="skip">How many to skip, not negative.</param>
    /// <param name="limit">At most this many.</param>
    [AlwaysInterleave, Alias("get-trades")]
    Task<ImmutableArray<Trade>> GetTradesAsync(int skip, int limit);

    /// <summary>Ends it if it runs, and forgets it. Idempotent and durable.</summary>
    [Alias("delete")]
    Task DeleteAsync();
}

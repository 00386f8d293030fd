using System.Collections.Immutable;

namespace TradingBot.Backtesting;

/// <summary>A user's backtests. Key: the user id.</summary>
[Alias("backtest-list")]
public interface IBacktestListGrain : IGrainWithStringKey
{
    /// <summary>The most backtests kept of a user; the oldest goes when there are more.</summary>
    const int MaxKept = 50;

    /// <summary>The most backtests of a user that wait or run at the same time.</summary>
    const int MaxUnfinished = 4;

    /// <summary>Starts a backtest. Durable.</summary>
    /// <returns>The backtest, or what stands against it; then nothing has changed.</returns>
    [Alias("start")]
    Task<BacktestStart> StartAsync(BacktestOrder order);

    /// <summary>Ids, newest first.</summary>
    [Alias("list")]
    Task<ImmutableArray<string>> ListAsync();

    /// <summary>Ends and forgets a backtest. Durable.</summary>
    /// <returns>False when the user has no such backtest.</returns>
    [Alias("delete")]
    Task<bool> DeleteAsync(string id);
}

/// <summary>The answer to a wish for a backtest.</summary>
/// <param name="Errors">What is wrong with the order, empty when nothing is.</param>
/// <param name="IsBusy">True when the user has too many unfinished ones.</param>
/// <param name="Backtest">The backtest, when it was started.</param>
[GenerateSerializer, Immutable, Alias("backtest-start")]
public sealed record BacktestStart(
    [property: Id(0)] ImmutableArray<ValidationError> Errors,
    [property: Id(1)] bool IsBusy,
    [property: Id(2)] BacktestView? Backtest);

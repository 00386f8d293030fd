using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using TradingBot.Backtesting;
using TradingBot.Exchange.MarketData;
using TradingBot.Grains.Storage;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.Trading;

namespace TradingBot.Grains.Backtesting;

/// <summary>Keeps a backtest's order and result, and has <see cref="BacktestRunner"/> run it.</summary>
public sealed class BacktestGrain(
    [PersistentState("backtest", "grains")] IPersistentState<BacktestState> state,
    BacktestRunner runner,
    SymbolDirectory symbols,
    StrategyCatalog strategies,
    TimeProvider time,
    ILogger<BacktestGrain> logger) : StoredGrain<BacktestState>(state), IBacktestGrain, IDisposable
{
    private static readonly TimeSpan StayAwake = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _end = new();
    private BacktestProgress _progress = new();
    private Task? _run;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (State is { Order: not null, Result: null, Failure: "" })
            Begin();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => EndRunAsync();

    public void Dispose() => _end.Dispose();

    public async Task<ImmutableArray<ValidationError>> StartAsync(BacktestOrder order)
    {
        if (await symbols.FindAsync(order.Symbol) is not { } symbol)
            return [new("symbol", $"'{order.Symbol}' is not a symbol of the market-data source.")];
        var errors = BacktestOrderValidator.Validate(order, symbol, strategies);
        if (!errors.IsEmpty)
            return errors;
        (State.Order, State.CreatedAt) = (order, time.GetUtcNow().ToUnixTimeMilliseconds());
        await SaveAsync();
        Begin();
        return [];
    }

    public Task<BacktestView?> GetAsync() => Task.FromResult(Describe());

    public Task<ImmutableArray<Trade>> GetTradesAsync(int skip, int limit) =>
        Task.FromResult(State.Trades.Skip(skip).Take(limit).ToImmutableArray());

    public async Task DeleteAsync()
    {
        await EndRunAsync();
        await ClearAsync();
    }

    private BacktestView? Describe()
    {
        if (State.Order is not { } order)
            return null;
        var key = this.GetPrimaryKeyString();
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var stage = State.Result is not null ? BacktestStage.Done
            : State.Failure.Length > 0 ? BacktestStage.Failed
            : _progress.HasBegun ? BacktestStage.Running
            : BacktestStage.Queued;
        return new(
            key[(slash + 1)..], key[..slash], State.CreatedAt, order, stage,
            stage == BacktestStage.Done ? 1 : _progress.Fraction, State.Failure, State.Result);
    }

    private void Begin()
    {
        _progress = new();
        _run = FinishAsync(Task.Run(() => runner.RunAsync(State.Order!, _progress, _end.Token)));
        this.RegisterGrainTimer(static _ => Task.CompletedTask, new() { DueTime = StayAwake, Period = StayAwake, KeepAlive = true });
    }

    private async Task FinishAsync(Task<BacktestRunner.Answer> run)
    {
        try
        {
            var answer = await run;
            (State.Result, State.Trades, State.Failure) = (answer.Outcome, answer.Trades, answer.Failure);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception failure)
        {
            logger.LogError(failure, "The backtest {Key} failed", this.GetPrimaryKeyString());
            State.Failure = "The backtest failed; the service's log tells why.";
        }

        try
        {
            await SaveAsync();
        }
        catch (Exception failure)
        {
            // It runs again from its order.
            logger.LogError(failure, "The result of the backtest {Key} could not be stored", this.GetPrimaryKeyString());
        }
    }

    private async Task EndRunAsync()
    {
        if (_run is null)
            return;
        await _end.CancelAsync();
        await _run;
        _run = null;
    }
}

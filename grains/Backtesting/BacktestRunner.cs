using TradingBot.Backtesting;
using TradingBot.Exchange.MarketData;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Backtesting;

/// <summary>
/// Runs backtests that users ask for, a few at a time and away from the grains' threads: trading must not wait for them.
/// </summary>
public sealed class BacktestRunner(ICandleFeed feed, SymbolDirectory symbols, StrategyCatalog strategies) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>A result, or why there is none.</summary>
    /// <param name="Outcome">The result.</param>
    /// <param name="Trades">The first trades.</param>
    /// <param name="Failure">Why there is no result; empty otherwise.</param>
    public sealed record Answer(BacktestOutcome? Outcome, List<Trade> Trades, string Failure);

    /// <summary>Waits for its turn, fetches the candles and runs.</summary>
    /// <param name="order">A validated order.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Answer> RunAsync(BacktestOrder order, BacktestProgress progress, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            progress.Begin();
            var symbol = await symbols.FindAsync(order.Symbol, cancellationToken);
            var candles = await FetchAsync(order, cancellationToken);
            if (symbol is null || candles.Count == 0)
                return new(null, [], "The source has no candles of that symbol in that time.");
            return await Task.Factory.StartNew(
                () => Run(order, symbol, candles, progress, cancellationToken),
                cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (Exception e) when (e is UnknownSymbolException or UnavailableIntervalException)
        {
            return new(null, [], e.Message);
        }
        catch (OverflowException)
        {
            return new(null, [], "Amounts grew beyond what can be computed exactly; use less cash or leverage.");
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    private Answer Run(
        BacktestOrder order, SymbolInfo symbol, List<Candle> candles, BacktestProgress progress, CancellationToken cancellationToken)
    {
        var series = candles.ToArray();
        var settings = new BacktestSettings(
            symbol, order.Settings.Interval, order.Settings.Strategy, order.Settings.Size, order.Cash, order.FeeRate, order.Settings.Leverage,
            order.Settings.Risk);
        progress.Total = series.Length;
        var result = Backtest.Run(series, settings, progress, strategies, cancellationToken);
        return new(BacktestOutcomes.From(settings, series, result), [.. result.Trades.Take(IBacktestGrain.MaxTrades)], "");
    }

    private async Task<List<Candle>> FetchAsync(BacktestOrder order, CancellationToken cancellationToken)
    {
        var series = new CandleSeries(order.Symbol, order.Settings.Interval);
        return order.From is { } from
            ? await ForwardAsync(series, from, order.To, order.Candles, cancellationToken)
            : await BackwardAsync(series, order.To, order.Candles, cancellationToken);
    }

    private async Task<List<Candle>> ForwardAsync(CandleSeries series, long from, long? to, int wanted, CancellationToken cancellationToken)
    {
        var candles = new List<Candle>();
        while (candles.Count < wanted && !(from > to))
        {
            var page = await feed.GetHistoryAsync(series, from, to, Math.Min(wanted - candles.Count, HistoryLimits.MaxCandles), cancellationToken);
            if (page.IsEmpty)
                break;
            candles.AddRange(page);
            from = page[^1].OpenTime + 1;
        }

        return candles;
    }

    private async Task<List<Candle>> BackwardAsync(CandleSeries series, long? to, int wanted, CancellationToken cancellationToken)
    {
        var pages = new List<IReadOnlyList<Candle>>();
        var count = 0;
        while (count < wanted && to is not < 0)
        {
            var page = await feed.GetHistoryAsync(series, null, to, Math.Min(wanted - count, HistoryLimits.MaxCandles), cancellationToken);
            if (page.IsEmpty)
                break;
            pages.Add(page);
            count += page.Length;
            to = page[0].OpenTime - 1;
        }

        pages.Reverse();
        return [.. pages.SelectMany(static p => p)];
    }
}

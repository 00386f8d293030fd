using System.Collections.Immutable;
using TradingBot.Grains.Trading;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Backtesting;

/// <summary>
/// Runs a strategy over recorded candles with the same strategy, state machine and matching engine that paper trading uses.
/// </summary>
public static class Backtest
{
    private const int ProgressEvery = 16_384;

    /// <summary>Runs over the candles, from the first on without warm-up.</summary>
    /// <param name="candles">Valid candles in order.</param>
    /// <param name="settings">Validated settings.</param>
    /// <param name="progress">Told the number of candles done, now and then.</param>
    /// <param name="strategies">The strategies to choose from; the built-in ones by default.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <exception cref="ArgumentException">The strategy's settings are not valid.</exception>
    /// <exception cref="OperationCanceledException">The run was ended.</exception>
    public static BacktestResult Run(
        ReadOnlySpan<Candle> candles,
        BacktestSettings settings,
        IProgress<int>? progress = null,
        StrategyCatalog? strategies = null,
        CancellationToken cancellationToken = default)
    {
        var strategy = (strategies ?? StrategyCatalog.BuiltIn).Create(settings.Strategy);
        var record = new Record();
        var state = new TradingState();
        var machine = new TradingStateMachine(
            state, new(settings.Symbol, settings.Size, settings.Leverage, settings.FeeRate), record);
        if (settings.Risk is { } limits)
            machine.Risk = new(new(), limits, settings.Interval);
        var venue = new BacktestVenue(settings, machine);
        var equity = new Fixed16[candles.Length];
        for (var i = 0; i < candles.Length; i++)
        {
            ref readonly var candle = ref candles[i];
            venue.Walk(candle);
            machine.OnClose(candle, strategy.OnClose(candle), venue.Cash);
            venue.Drain();
            equity[i] = venue.EquityAt(candle.Close);
            if (i % ProgressEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(i);
            }
        }

        progress?.Report(candles.Length);
        var open = state.Phase == TradePhase.Long
            ? new OpenPosition(
                state.Trade.EntryTime, state.Trade.EntryPrice, machine.Sellable, state.Exit.Trigger,
                state.Held * state.Close + state.Trade.Proceeds - state.Trade.Cost - state.Trade.QuoteFees,
                state.Trade.QuoteFees + state.Trade.BaseFees)
            : null;
        return new(
            candles.Length, record.Trades.ToImmutable(), open, venue.Cash, venue.Base,
            candles.IsEmpty ? venue.Cash : equity[^1], equity, record.Refusals());
    }

    private sealed class Record : ITradingObserver
    {
        private readonly int[] _refusals = new int[Enum.GetValues<EntryRefusalReason>().Length];
        private readonly int[] _risks = new int[Enum.GetValues<RiskRule>().Length];

        public ImmutableArray<Trade>.Builder Trades { get; } = ImmutableArray.CreateBuilder<Trade>();

        public void OnTrade(Trade trade) => Trades.Add(trade);

        public void OnOrder(TradeOrder order, bool isExit) { }

        public void OnEntryRefused(EntryRefusal refusal) => _ = refusal.Reason == EntryRefusalReason.Risk ? _risks[(int)refusal.Risk.Rule]++ : _refusals[(int)refusal.Reason]++;

        public void OnExitRefused(TradeOrder order, int attempt) =>
            throw new InvalidOperationException("The simulated exchange of a backtest refuses no exit.");

        public ImmutableSortedDictionary<string, int> Refusals() =>
            _refusals.Select((count, i) => (Name: ((EntryRefusalReason)i).ToString(), count))
                .Concat(_risks.Select((count, i) => (Name: ((RiskRule)i).ToString(), count))).Where(r => r.count > 0)
                .ToImmutableSortedDictionary(r => r.Name, r => r.count, StringComparer.Ordinal);
    }
}

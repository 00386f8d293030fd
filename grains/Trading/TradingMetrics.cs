using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using TradingBot.Grains.Diagnostics;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Trading;

/// <summary>What traders measure; listed in docs/telemetry.md.</summary>
public static class TradingMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "TradingBot.Trading";

    /// <summary>Name of <see cref="OrderLatency"/>.</summary>
    public const string OrderLatencyName = "tradingbot.order.latency";

    private static readonly Meter Meter = new(MeterName);
    private static readonly ConcurrentDictionary<TraderGauge, byte> Traders = new();

    private static readonly InstrumentAdvice<double> Latencies = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private static readonly Histogram<double> DecisionLatency = Meter.CreateHistogram(
        "tradingbot.decision.latency", "s", "From a trader's receipt of a closed candle to its decision.", advice: Latencies);

    // The order's intent becomes durable in between.
    private static readonly Histogram<double> OrderLatency = Meter.CreateHistogram(
        OrderLatencyName, "s", "From a trader's receipt of a closed candle to the exchange's answer to an order.", advice: Latencies);

    private static readonly Counter<long> Orders = Meter.CreateCounter<long>(
        "tradingbot.orders", "{command}", "Orders and cancellations sent, by purpose and by what became of them.");

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "tradingbot.entry.refusals", "{entry}", "Entries that were not placed, by reason.");

    private static readonly Counter<long> Fills = Meter.CreateCounter<long>("tradingbot.fills", "{fill}", "Fills booked.");

    static TradingMetrics()
    {
        Meter.CreateObservableGauge(
            "tradingbot.traders", static () => Shown.GroupBy(static t => (t.Mode, t.RunState)).Select(static g => new Measurement<long>(
                g.Count(), ModeOf(g.Key.Mode), new KeyValuePair<string, object?>("state", MetricLabel.Of(g.Key.RunState)))),
            "{trader}", "Traders in memory, by mode and state.");
        Meter.CreateObservableGauge(
            "tradingbot.positions", static () => CountByMode(static t => t.IsLong), "{position}", "Open positions.");
        Meter.CreateObservableGauge(
            "tradingbot.positions.unprotected", static () => CountByMode(static t => t.Unprotected is not null), "{position}",
            "Open positions without an exit order at the exchange.");
        Meter.CreateObservableGauge(
            "tradingbot.positions.unprotected.age", static () => OldestByMode(static t => t.Unprotected), "s",
            "For how long the one that has waited longest has had none.");
        Meter.CreateObservableGauge(
            "tradingbot.orders.unknown", static () => CountByMode(static t => t.Unknown is not null), "{command}",
            "Commands to the exchange whose answer is missing.");
        Meter.CreateObservableGauge(
            "tradingbot.orders.unknown.age", static () => OldestByMode(static t => t.Unknown), "s", "For how long the oldest has been missing.");
        Meter.CreateObservableGauge(
            "tradingbot.exposure", static () => SumByQuote(static t => t.Notional), "{quote}", "Cost of open positions and of entries that may fill.");
        Meter.CreateObservableGauge(
            "tradingbot.pnl.realised", static () => SumByQuote(static t => t.Realised), "{quote}", "Realised profit of the traders in memory.");
    }

    // As many series as there are modes, also before the first trader: an alert on a series that is missing would never tell.
    private static IEnumerable<TradingMode> Modes => Enum.GetValues<TradingMode>();

    private static IEnumerable<TraderGauge> Shown => Traders.Keys.Where(static t => t.Quote.Length > 0);

    internal static long Now => OrderLatency.Enabled || DecisionLatency.Enabled ? Stopwatch.GetTimestamp() : 0;

    internal static void Decided(long since)
    {
        if (since != 0)
            DecisionLatency.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);
    }

    internal static void OrderAnswered(long since)
    {
        if (since != 0)
            OrderLatency.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);
    }

    internal static void CommandAnswered(TradingMode mode, bool isExit, VenueOutcome outcome) => Orders.Add(
        1, ModeOf(mode), new("purpose", isExit ? "exit" : "entry"), new KeyValuePair<string, object?>("outcome", MetricLabel.Of(outcome)));

    internal static void EntryRefused(TradingMode mode, EntryRefusal refusal)
    {
        if (Refusals.Enabled)
        {
            Refusals.Add(1, ModeOf(mode), new KeyValuePair<string, object?>(
                "reason", refusal.Risk.Rule == RiskRule.None ? MetricLabel.Of(refusal.Reason) : MetricLabel.Of(refusal.Risk.Rule)));
        }
    }

    internal static void Filled(TradingMode mode, OrderSide side) =>
        Fills.Add(1, ModeOf(mode), new KeyValuePair<string, object?>("side", side == OrderSide.Buy ? "buy" : "sell"));

    internal static void Watch(TraderGauge trader) => Traders[trader] = 0;

    internal static void Forget(TraderGauge trader) => Traders.TryRemove(trader, out _);

    private static IEnumerable<Measurement<long>> CountByMode(Func<TraderGauge, bool> which) =>
        Modes.Select(mode => new Measurement<long>(Shown.Count(t => t.Mode == mode && which(t)), ModeOf(mode)));

    private static IEnumerable<Measurement<double>> OldestByMode(Func<TraderGauge, TimeSpan?> age) =>
        Modes.Select(mode => new Measurement<double>(
            Shown.Where(t => t.Mode == mode).Max(age)?.TotalSeconds ?? 0, ModeOf(mode)));

    private static IEnumerable<Measurement<double>> SumByQuote(Func<TraderGauge, double> amount) =>
        Shown.GroupBy(static t => (t.Mode, t.Quote)).Select(g => new Measurement<double>(
            g.Sum(amount), ModeOf(g.Key.Mode), new KeyValuePair<string, object?>("quote", g.Key.Quote)));

    private static KeyValuePair<string, object?> ModeOf(TradingMode mode) => new("mode", MetricLabel.Of(mode));
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using TradingBot.Exchange.Binance.Limits;

namespace TradingBot.Exchange.Diagnostics;

/// <summary>What the connections to venues measure; listed in docs/telemetry.md.</summary>
public static class VenueMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "TradingBot.Exchange";

    private static readonly Meter Meter = new(MeterName);
    private static readonly ConcurrentDictionary<WeightGovernor, (string Venue, string Market)> Governors = new();

    private static readonly Counter<long> Reconnects = Meter.CreateCounter<long>(
        "tradingbot.venue.reconnects", "{connection}", "Connections to a venue that broke and were made anew, by stream.");

    private static readonly Histogram<double> RequestDuration = Meter.CreateHistogram(
        "tradingbot.venue.request.duration", "s", "Requests to a venue, by market and outcome.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 12] });

    static VenueMetrics() => Meter.CreateObservableGauge(
        "tradingbot.venue.weight.used", static () => Governors.Select(static g => new Measurement<double>(
            (double)g.Key.Used / g.Key.Limit, new("venue", g.Value.Venue), new KeyValuePair<string, object?>("market", g.Value.Market))),
        "1", "Share of the venue's request weight per minute that is used.");

    internal static void MarketStreamBroke() => Reconnects.Add(1, new KeyValuePair<string, object?>("stream", "market"));

    internal static void UserStreamBroke() => Reconnects.Add(1, new KeyValuePair<string, object?>("stream", "user"));

    internal static void Requested(TimeSpan duration, string market, string outcome) =>
        RequestDuration.Record(duration.TotalSeconds, new("market", market), new KeyValuePair<string, object?>("outcome", outcome));

    internal static void Watch(WeightGovernor governor, string venue, string market) => Governors[governor] = (venue, market);

    internal static void Forget(WeightGovernor governor) => Governors.TryRemove(governor, out _);
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace TradingBot.Grains.MarketData;

/// <summary>What market data measure; listed in docs/telemetry.md.</summary>
public static class MarketDataMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "TradingBot.MarketData";

    private static readonly Meter Meter = new(MeterName);
    private static readonly ConcurrentDictionary<StalenessWatch, byte> Watches = new();
    private static long _backlog;

    private static readonly Histogram<double> Lag = Meter.CreateHistogram(
        "tradingbot.candle.lag", "s", "From a candle's end to its publishing; where candles carry the time of the clock.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60] });

    private static readonly Counter<long> Candles = Meter.CreateCounter<long>(
        "tradingbot.candles", "{candle}", "Candles published, by source: the stream, or history that fills a hole.");

    private static readonly Counter<long> Skipped = Meter.CreateCounter<long>(
        "tradingbot.stream.skipped", "{candle}", "Candles that a busy follower was not handed; it catches up from history.");

    static MarketDataMetrics()
    {
        Meter.CreateObservableGauge(
            "tradingbot.stream.backlog", static () => Interlocked.Read(ref _backlog), "{candle}", "Candles handed to followers and not taken yet.");
        Meter.CreateObservableGauge(
            "tradingbot.series.open", static () => Watches.Count, "{series}", "Series whose feed is open.");
        Meter.CreateObservableGauge(
            "tradingbot.series.stale", static () => Watches.Keys.Count(static w => w.IsStale), "{series}", "Open series that have fallen silent.");
        Meter.CreateObservableGauge(
            "tradingbot.series.silence", static () => Watches.Keys.Select(static w => w.Silence.TotalSeconds).DefaultIfEmpty().Max(), "s",
            "Time since the last frame of the series that has been silent longest.");
    }

    internal static void HandedOut() => Interlocked.Increment(ref _backlog);

    internal static void Taken() => Interlocked.Decrement(ref _backlog);

    internal static void FollowerSkipped() => Skipped.Add(1);

    internal static void Published(TimeSpan? lag)
    {
        if (lag is { } time)
            Lag.Record(Math.Max(0, time.TotalSeconds));
    }

    internal static void Counted(long streamed, long filled)
    {
        if (streamed > 0)
            Candles.Add(streamed, new KeyValuePair<string, object?>("source", "stream"));
        if (filled > 0)
            Candles.Add(filled, new KeyValuePair<string, object?>("source", "history"));
    }

    internal static void Open(StalenessWatch watch) => Watches[watch] = 0;

    internal static void Close(StalenessWatch watch) => Watches.TryRemove(watch, out _);
}

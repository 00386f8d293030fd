using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TradingBot.Grains.Diagnostics;

/// <summary>What grains measure of their store, whichever engine runs them; listed in docs/telemetry.md.</summary>
public static class StorageMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "TradingBot.Storage";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<double> WriteDuration = Meter.CreateHistogram(
        "tradingbot.state.write.duration", "s", "From a grain's wish to write its state until it is durable.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] });

    /// <summary>Runs a write and measures it.</summary>
    internal static Task TimeAsync(Func<Task> write)
    {
        return WriteDuration.Enabled ? MeasureAsync(write) : write();

        static async Task MeasureAsync(Func<Task> write)
        {
            var begun = Stopwatch.GetTimestamp();
            await write();
            WriteDuration.Record(Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }
    }
}

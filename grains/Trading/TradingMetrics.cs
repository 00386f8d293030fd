using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TradingBot.Grains.Trading;

/// <summary>What traders measure. The meter's name is <c>TradingBot.Trading</c>.</summary>
public static class TradingMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "TradingBot.Trading";

    /// <summary>Name of <see cref="OrderLatency"/>.</summary>
    public const string OrderLatencyName = "tradingbot.order.latency";

    private static readonly Meter Meter = new(MeterName);

    /// <summary>Seconds from a trader's receipt of a closed candle to the exchange's answer to an order, its intent durable in between.</summary>
    private static readonly Histogram<double> OrderLatency = Meter.CreateHistogram(
        OrderLatencyName, "s", "From a trader's receipt of a closed candle to the exchange's answer to an order.", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        });

    internal static long Now => OrderLatency.Enabled ? Stopwatch.GetTimestamp() : 0;

    internal static void OrderAnswered(long since)
    {
        if (since != 0)
            OrderLatency.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);
    }
}

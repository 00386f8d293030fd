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
    private static readonly Histogram<double> OrderLatency = Meter.CreateHistogram<double>(OrderLatencyName, "s");

    internal static long Now => OrderLatency.Enabled ? Stopwatch.GetTimestamp() : 0;

    internal static void OrderAnswered(long since)
    {
        if (since != 0)
            OrderLatency.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);
    }
}

using System.Diagnostics.Metrics;
using TradingBot.Billing;

namespace TradingBot.Grains.Diagnostics;

/// <summary>What subscriptions measure; listed in docs/telemetry.md.</summary>
public static class PaymentMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "TradingBot.Billing";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Payments = Meter.CreateCounter<long>(
        "tradingbot.payments", "{payment}", "Payments by what became of them; one that changes counts again.");

    internal static void Booked(PaymentStanding standing) =>
        Payments.Add(1, new KeyValuePair<string, object?>("outcome", MetricLabel.Of(standing)));
}

using System.Diagnostics.Metrics;

namespace TradingBot.Grains.Diagnostics;

/// <summary>What notifications measure; listed in docs/telemetry.md.</summary>
public static class NotificationMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "TradingBot.Notifications";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Notifications = Meter.CreateCounter<long>(
        "tradingbot.notifications", "{notification}", "Notifications put into users' outboxes, settled, and dropped because too many waited.");

    internal static void Queued() => Count("queued", 1);

    internal static void Dropped() => Count("dropped", 1);

    internal static void Settled(int count) => Count("settled", count);

    private static void Count(string outcome, int count) => Notifications.Add(count, new KeyValuePair<string, object?>("outcome", outcome));
}

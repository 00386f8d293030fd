using System.Collections.Concurrent;
using System.Text.Json;

namespace TradingBot.Grains.Diagnostics;

/// <summary>Values of closed sets as metric labels: <c>RefusedWouldTrigger</c> is <c>refused_would_trigger</c>.</summary>
internal static class MetricLabel
{
    private static readonly ConcurrentDictionary<Enum, string> Names = new();

    public static string Of(Enum value) => Names.GetOrAdd(value, static v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));
}

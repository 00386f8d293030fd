using System.Text.Json.Nodes;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>Weights per address and minute, order counts per account.</summary>
internal sealed class RateLimits(TimeProvider timeProvider)
{
    public const int SpotWeight = 6_000;
    public const int UsdmWeight = 2_400;
    public const int SpotOrders10S = 100;
    public const int SpotOrders1D = 200_000;
    public const int UsdmOrders10S = 300;
    public const int UsdmOrders1M = 1_200;

    private readonly Dictionary<(string Address, bool Usdm), (long Minute, int Used)> _used = [];

    public static JsonObject Json(string type, string interval, int count, int limit) =>
        new() { ["rateLimitType"] = type, ["interval"] = interval, ["intervalNum"] = count, ["limit"] = limit };

    /// <summary>Books weight.</summary>
    /// <returns>The weight used in this minute.</returns>
    public int Add(string address, bool usdm, int weight)
    {
        var minute = timeProvider.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;
        var (at, used) = _used.GetValueOrDefault((address, usdm));
        used = at == minute ? used + weight : weight;
        _used[(address, usdm)] = (minute, used);
        return used;
    }

    /// <summary>Seconds until the next minute.</summary>
    public int SecondsLeft => 60 - timeProvider.GetUtcNow().Second;

    public int Orders(SimAccount account, TimeSpan within)
    {
        var from = timeProvider.GetUtcNow() - within;
        var count = 0;
        for (var i = account.OrderTimes.Count - 1; i >= 0 && account.OrderTimes[i] > from; i--)
            count++;
        return count;
    }

    public void CountOrder(SimAccount account) => account.OrderTimes.Add(timeProvider.GetUtcNow());
}

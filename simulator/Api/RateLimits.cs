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

    // Requests in spite of a 429, after which the address is banned; each ban doubles.
    private const int Patience = 10;

    private static readonly TimeSpan FirstBan = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestBan = TimeSpan.FromDays(3);

    private readonly Dictionary<(string Address, bool Usdm), Usage> _usage = [];

    /// <summary>Seconds until the next minute.</summary>
    public int SecondsLeft => 60 - timeProvider.GetUtcNow().Second;

    public static JsonObject Json(string type, string interval, int count, int limit) =>
        new() { ["rateLimitType"] = type, ["interval"] = interval, ["intervalNum"] = count, ["limit"] = limit };

    public static JsonArray OrderCounts(SimAccount account, TimeProvider timeProvider)
    {
        JsonObject Count(string interval, int number, int limit, TimeSpan length)
        {
            var json = Json("ORDERS", interval, number, limit);
            json["count"] = Orders(account, length, timeProvider);
            return json;
        }

        return [Count("SECOND", 10, SpotOrders10S, TimeSpan.FromSeconds(10)), Count("DAY", 1, SpotOrders1D, TimeSpan.FromDays(1))];
    }

    /// <summary>Books weight.</summary>
    /// <returns>The weight used in this minute.</returns>
    public int Add(string address, bool usdm, int weight) => Current(address, usdm).Used += weight;

    /// <summary>The refusal of a request by an address that is over its limit or banned; null when it is neither.</summary>
    /// <param name="address">Who asks.</param>
    /// <param name="usdm">Of which market.</param>
    /// <param name="factor">How many times the limit is allowed.</param>
    /// <param name="serverTime">For the message: when a ban ends is told in the server's time.</param>
    public ApiReply? Refusal(string address, bool usdm, int factor, long serverTime)
    {
        var usage = Current(address, usdm);
        var now = timeProvider.GetUtcNow();
        var limit = factor * (usdm ? UsdmWeight : SpotWeight);
        if (usage.BannedUntil <= now)
        {
            if (usage.Used <= limit)
                return null;
            if (++usage.Refused <= Patience)
            {
                return ApiReply.Error(429, -1003, $"Too much request weight used; current limit is {limit} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.")
                    with { RetryAfter = SecondsLeft };
            }

            var length = FirstBan * Math.Pow(2, usage.Bans++);
            usage.BannedUntil = now + (length < LongestBan ? length : LongestBan);
            usage.Refused = 0;
        }

        var left = usage.BannedUntil - now;
        return ApiReply.Banned(serverTime + (long)left.TotalMilliseconds, (int)Math.Ceiling(left.TotalSeconds));
    }

    public int Orders(SimAccount account, TimeSpan within) => Orders(account, within, timeProvider);

    public void CountOrder(SimAccount account) => account.OrderTimes.Add(timeProvider.GetUtcNow());

    private static int Orders(SimAccount account, TimeSpan within, TimeProvider timeProvider)
    {
        var from = timeProvider.GetUtcNow() - within;
        var count = 0;
        for (var i = account.OrderTimes.Count - 1; i >= 0 && account.OrderTimes[i] > from; i--)
            count++;
        return count;
    }

    private Usage Current(string address, bool usdm)
    {
        if (!_usage.TryGetValue((address, usdm), out var usage))
            _usage.Add((address, usdm), usage = new());
        var minute = timeProvider.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;
        if (usage.Minute != minute)
            (usage.Minute, usage.Used, usage.Refused) = (minute, 0, 0);
        return usage;
    }

    private sealed class Usage
    {
        public long Minute { get; set; }

        public int Used { get; set; }

        public int Refused { get; set; }

        public int Bans { get; set; }

        public DateTimeOffset BannedUntil { get; set; }
    }
}

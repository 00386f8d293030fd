using System.Text.Json.Nodes;

namespace TradingBot.Simulator.Api;

/// <summary>An answer, before it becomes HTTP or a WebSocket frame.</summary>
internal sealed record ApiReply(int Status, JsonNode Body)
{
    public int UsedWeight { get; init; }

    public int? RetryAfter { get; init; }

    public IReadOnlyList<(string Window, int Count)> OrderCounts { get; init; } = [];

    public static ApiReply Banned(long until, int retryAfter) =>
        Error(418, -1003, $"Way too much request weight used; IP banned until {until}. Please use WebSocket Streams for live updates to avoid bans.")
            with { RetryAfter = retryAfter };

    public static ApiReply Error(int status, int code, string message) => new(status, new JsonObject { ["code"] = code, ["msg"] = message });
}

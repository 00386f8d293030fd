using System.Text.Json.Nodes;

namespace TradingBot.Simulator.Api;

/// <summary>An answer, before it becomes HTTP or a WebSocket frame.</summary>
internal sealed record ApiReply(int Status, JsonNode Body)
{
    public int UsedWeight { get; init; }

    public int? RetryAfter { get; init; }

    public IReadOnlyList<(string Window, int Count)> OrderCounts { get; init; } = [];

    public static ApiReply Error(int status, int code, string message) => new(status, new JsonObject { ["code"] = code, ["msg"] = message });
}

using System.Text.Json.Nodes;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>A cancel-replace that did not, or not wholly, succeed.</summary>
internal sealed class CancelReplaceRefusal(
    int code, string message, int status, string cancelResult, string newOrderResult, JsonObject? cancelResponse, JsonObject? newOrderResponse)
    : SimRefusal(code, message, status)
{
    public JsonObject Parts() => new()
    {
        ["cancelResult"] = cancelResult, ["newOrderResult"] = newOrderResult, ["cancelResponse"] = cancelResponse?.DeepClone(),
        ["newOrderResponse"] = newOrderResponse?.DeepClone(),
    };
}

using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using TradingBot.MarketData;
using TradingBot.Simulator.Api;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Streams;

/// <summary>A connection to the WebSocket API: requests like those of REST, and on spot the user data of any number of accounts.</summary>
internal sealed class WebSocketApiSession(WebSocket socket, SimVenue venue, StreamHub hub, ApiGate gate, MarketType market, string address)
    : Session(socket, venue.TimeProvider, messagesPerSecond: 500)
{
    private const int MaxSubscriptions = 1_000;

    private readonly Dictionary<int, Action> _subscriptions = [];
    private int _nextSubscription;

    protected override void OnMessage(string text)
    {
        JsonObject? message;
        try
        {
            message = JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            message = null;
        }

        var id = message?["id"]?.DeepClone();
        var reply = message is null
            ? ApiReply.Error(400, -1135, "Invalid JSON Request")
            : Answer(message["method"]?.ToString() ?? "", Parameters(message["params"] as JsonObject));
        var body = new JsonObject { ["id"] = id, ["status"] = reply.Status, [reply.Status == 200 ? "result" : "error"] = reply.Body.DeepClone() };
        body["rateLimits"] = new JsonArray(new JsonObject
        {
            ["rateLimitType"] = "REQUEST_WEIGHT", ["interval"] = "MINUTE", ["intervalNum"] = 1,
            ["limit"] = market == MarketType.Spot ? RateLimits.SpotWeight : RateLimits.UsdmWeight, ["count"] = reply.UsedWeight,
        });
        Send(body.ToJsonString());
    }

    protected override void Closed()
    {
        lock (venue.Gate)
        {
            hub.Remove(this);
            foreach (var remove in _subscriptions.Values)
                remove();
        }
    }

    private static Dictionary<string, string> Parameters(JsonObject? parameters)
    {
        var values = new Dictionary<string, string>();
        foreach (var (name, value) in parameters ?? [])
        {
            if (value is not null)
                values[name] = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        }

        return values;
    }

    private ApiReply Answer(string method, Dictionary<string, string> parameters)
    {
        var payload = string.Join('&', parameters.Where(static p => p.Key != "signature").OrderBy(static p => p.Key, StringComparer.Ordinal).Select(static p => $"{p.Key}={p.Value}"));
        var methods = market == MarketType.Spot ? SpotApi.WebSocketMethods : UsdmApi.WebSocketMethods;
        var call = new ApiCall(methods.GetValueOrDefault(method) ?? method, market, parameters, payload, parameters.GetValueOrDefault("apiKey"), address);
        return method switch
        {
            "userDataStream.subscribe.signature" when market == MarketType.Spot => Subscribe(call),
            "userDataStream.unsubscribe" when market == MarketType.Spot => Unsubscribe(parameters),
            _ when methods.ContainsKey(method) => gate.Handle(call),
            _ => ApiReply.Error(400, -1100, $"There is no method '{method}'."),
        };
    }

    private ApiReply Subscribe(ApiCall call)
    {
        lock (venue.Gate)
        {
            try
            {
                var account = gate.Authenticate(call, RouteSecurity.Signed);
                if (_subscriptions.Count >= MaxSubscriptions)
                    throw new SimRefusal(-1034, $"Too many subscriptions; current limit is {MaxSubscriptions}.");
                var id = _nextSubscription++;
                Action<JsonObject> listener = e => Send(new JsonObject { ["subscriptionId"] = id, ["event"] = e.DeepClone() }.ToJsonString());
                account.SpotListeners.Add(listener);
                _subscriptions.Add(id, () => account.SpotListeners.Remove(listener));
                venue.Log.Add("subscribe", new() { ["account"] = account.ApiKey, ["subscriptionId"] = id });
                return new(200, new JsonObject { ["subscriptionId"] = id });
            }
            catch (SimRefusal e)
            {
                return ApiReply.Error(e.Status, e.Code, e.Message);
            }
        }
    }

    private ApiReply Unsubscribe(Dictionary<string, string> parameters)
    {
        lock (venue.Gate)
        {
            foreach (var id in _subscriptions.Keys.ToArray())
            {
                if (parameters.TryGetValue("subscriptionId", out var only) && only != $"{id}")
                    continue;
                _subscriptions.Remove(id, out var remove);
                remove?.Invoke();
                Send(new JsonObject { ["subscriptionId"] = id, ["event"] = new JsonObject { ["e"] = "eventStreamTerminated", ["E"] = venue.ServerTime } }.ToJsonString());
            }
        }

        return new(200, new JsonObject());
    }
}

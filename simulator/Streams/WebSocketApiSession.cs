using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using TradingBot.MarketData;
using TradingBot.Simulator.Api;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Streams;

/// <summary>
/// A connection to the WebSocket API: requests like those of REST, and on spot the user data of up to 1,000 accounts. Weight alone
/// limits its messages.
/// </summary>
internal sealed class WebSocketApiSession(WebSocket socket, SimVenue venue, StreamHub hub, ApiGate gate, MarketType market, string address)
    : Session(socket, venue.TimeProvider, messagesPerSecond: int.MaxValue)
{
    private const int MaxSubscriptions = 1_000;

    private readonly Dictionary<int, Action> _subscriptions = [];
    private int _nextSubscription;
    private SimAccount? _session;
    private long _authorisedSince;

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
        var own = OwnMethod(method);
        if (own is null && !methods.ContainsKey(method))
            return ApiReply.Error(400, -1100, $"There is no method '{method}'.");
        var call = new ApiCall(methods.GetValueOrDefault(method) ?? method, market, parameters, payload, parameters.GetValueOrDefault("apiKey"), address)
        {
            Session = _session,
        };
        return own is null ? gate.Handle(call) : gate.Handle(call, own);
    }

    // What concerns this connection, and so has no endpoint.
    private SimRoute? OwnMethod(string method) => method switch
    {
        "session.logon" => new(2, RouteSecurity.Signed, LogOn),
        "session.status" => new(2, RouteSecurity.None, _ => Status()),
        "session.logout" => new(2, RouteSecurity.None, _ => LogOut()),
        "session.subscriptions" when market == MarketType.Spot => new(2, RouteSecurity.None, _ => Subscriptions()),
        "userDataStream.subscribe.signature" when market == MarketType.Spot => new(2, RouteSecurity.Signed, r => Subscribe(r.Owner)),
        "userDataStream.subscribe" when market == MarketType.Spot => new(2, RouteSecurity.None, _ => Subscribe(LoggedOn)),
        "userDataStream.unsubscribe" when market == MarketType.Spot => new(2, RouteSecurity.None, Unsubscribe),
        _ => null,
    };

    private SimAccount LoggedOn => _session ?? throw new SimRefusal(-2014, "The session has not logged on.", 401);

    private JsonObject LogOn(SimRequest request)
    {
        if (!request.Owner.HasPublicKey)
            throw new SimRefusal(-4056, "Only Ed25519 keys can log on.");
        (_session, _authorisedSince) = (request.Owner, venue.ServerTime);
        return Status();
    }

    private JsonObject LogOut()
    {
        _session = null;
        return Status();
    }

    private JsonObject Status() => new()
    {
        ["apiKey"] = _session?.ApiKey, ["authorizedSince"] = _session is null ? null : _authorisedSince,
        ["connectedSince"] = Opened.ToUnixTimeMilliseconds(), ["returnRateLimits"] = true, ["serverTime"] = venue.ServerTime,
        ["userDataStream"] = _subscriptions.Count > 0,
    };

    private JsonArray Subscriptions() => [.. _subscriptions.Keys.Select(static id => new JsonObject { ["subscriptionId"] = id })];

    private JsonObject Subscribe(SimAccount account)
    {
        if (_subscriptions.Count >= MaxSubscriptions)
            throw new SimRefusal(-1191, $"Too many subscriptions. Connection may create up to '{MaxSubscriptions}' subscriptions at a time.");
        var id = _nextSubscription++;
        Action<JsonObject> listener = e => Send(new JsonObject { ["subscriptionId"] = id, ["event"] = e.DeepClone() }.ToJsonString());
        account.SpotListeners.Add(listener);
        _subscriptions.Add(id, () => account.SpotListeners.Remove(listener));
        venue.Log.Add("subscribe", new() { ["account"] = account.ApiKey, ["subscriptionId"] = id, ["connection"] = Number });
        return new() { ["subscriptionId"] = id };
    }

    private JsonObject Unsubscribe(SimRequest request)
    {
        var only = request.Whole("subscriptionId");
        foreach (var id in _subscriptions.Keys.Where(id => only is null || only == id).ToArray())
        {
            _subscriptions.Remove(id, out var remove);
            remove?.Invoke();
            venue.Log.Add("unsubscribe", new() { ["subscriptionId"] = id, ["connection"] = Number });
            Send(new JsonObject { ["subscriptionId"] = id, ["event"] = new JsonObject { ["e"] = "eventStreamTerminated", ["E"] = venue.ServerTime } }.ToJsonString());
        }

        return [];
    }
}

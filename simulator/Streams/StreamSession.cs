using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using TradingBot.MarketData;
using TradingBot.Simulator.Faults;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Streams;

/// <summary>A connection to market streams or a USDⓈ-M user data stream.</summary>
internal sealed class StreamSession : Session
{
    public const int MaxStreams = 1_024;

    private readonly HashSet<string> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Action> _listenKeys = [];
    private readonly SimVenue _venue;
    private readonly StreamHub _hub;
    private readonly MarketType _market;
    private readonly bool _combined;
    private byte[]? _held;

    public StreamSession(WebSocket socket, SimVenue venue, StreamHub hub, MarketType market, bool combined, IEnumerable<string> streams)
        : base(socket, venue.TimeProvider, market == MarketType.Spot ? 5 : 10)
    {
        (_venue, _hub, _market, _combined) = (venue, hub, market, combined);
        lock (venue.Gate)
        {
            foreach (var stream in streams)
                Subscribe(stream);
        }
    }

    public MarketType Market => _market;

    /// <summary>Sends an event of a stream if it is subscribed to.</summary>
    public void Publish(string stream, byte[] data, Lazy<byte[]> combined)
    {
        if (!_streams.Contains(stream) || _venue.Faults.Roll(FaultKind.LostFrames) is not null)
            return;
        var frame = _combined ? combined.Value : data;
        if (_held is null && _venue.Faults.Roll(FaultKind.ReorderFrames) is not null)
        {
            _held = frame;
            return;
        }

        Send(frame);
        if (_venue.Faults.Roll(FaultKind.DuplicateFrames) is not null)
            Send(frame);
        if (_held is { } held)
        {
            _held = null;
            Send(held);
        }
    }

    /// <summary>Sends what concerns the connection.</summary>
    public void Notify(JsonObject e) =>
        Send(_combined ? new JsonObject { ["stream"] = "!serverShutdown", ["data"] = e.DeepClone() }.ToJsonString() : e.ToJsonString());

    protected override void OnMessage(string text)
    {
        JsonNode? id = null;
        try
        {
            var message = JsonNode.Parse(text) as JsonObject ?? throw new JsonException();
            id = message["id"]?.DeepClone();
            lock (_venue.Gate)
                Send(Answer(message, id).ToJsonString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            Send(new JsonObject { ["error"] = new JsonObject { ["code"] = 3, ["msg"] = "Invalid JSON: expected value" }, ["id"] = id }.ToJsonString());
        }
    }

    protected override void Closed()
    {
        lock (_venue.Gate)
        {
            _hub.Remove(this);
            foreach (var remove in _listenKeys.Values)
                remove();
        }
    }

    private JsonObject Answer(JsonObject message, JsonNode? id)
    {
        var streams = message["params"] is JsonArray array ? array.Select(p => p!.GetValue<string>()).ToList() : [];
        switch (message["method"]?.GetValue<string>())
        {
            case "SUBSCRIBE":
                if (_streams.Count + streams.Count > MaxStreams)
                    return new() { ["error"] = new JsonObject { ["code"] = 2, ["msg"] = $"Invalid request: at most {MaxStreams} streams a connection" }, ["id"] = id };
                streams.ForEach(Subscribe);
                break;
            case "UNSUBSCRIBE":
                streams.ForEach(Unsubscribe);
                break;
            case "LIST_SUBSCRIPTIONS":
                return new() { ["result"] = new JsonArray([.. _streams.Select(s => (JsonNode)s)]), ["id"] = id };
            default:
                return new() { ["error"] = new JsonObject { ["code"] = 2, ["msg"] = "Invalid request: unknown variant" }, ["id"] = id };
        }

        return new() { ["result"] = null, ["id"] = id };
    }

    private void Subscribe(string stream)
    {
        _venue.Log.Add("subscribe", new() { ["stream"] = stream, ["market"] = _market.ToString(), ["connection"] = Number });
        if (_venue.Accounts.Values.FirstOrDefault(a => a.ListenKey == stream) is { } account)
        {
            void Listen(JsonObject e) => Send(_combined ? new JsonObject { ["stream"] = stream, ["data"] = e.DeepClone() }.ToJsonString() : e.ToJsonString());
            Action<JsonObject> listener = Listen;
            account.UsdmListeners.Add(listener);
            _listenKeys[stream] = () => account.UsdmListeners.Remove(listener);
            return;
        }

        if (_streams.Add(stream))
            _hub.Follow(_market, stream);
    }

    private void Unsubscribe(string stream)
    {
        _streams.Remove(stream);
        if (_listenKeys.Remove(stream, out var remove))
            remove();
    }
}

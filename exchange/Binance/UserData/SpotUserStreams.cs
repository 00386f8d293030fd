using System.Text.Json;
using TradingBot.Exchange.Binance.Rest;
using TradingBot.Exchange.Binance.Signing;
using TradingBot.Exchange.Binance.Streams;

namespace TradingBot.Exchange.Binance.UserData;

/// <summary>
/// User data of spot accounts over the WebSocket API (<c>userDataStream.subscribe.signature</c>): up to 1,000 accounts on one
/// connection, subscribed anew with a fresh signature after every reconnect.
/// </summary>
internal sealed class SpotUserStreams(Uri url, BinanceConnection rest, StreamSettings settings, TimeProvider timeProvider) : IAsyncDisposable
{
    private const int MaxAccounts = 1_000;

    private readonly Lock _gate = new();
    private readonly List<Connection> _connections = [];

    public IDisposable Add(BinanceCredentials credentials, IUserDataSink sink)
    {
        lock (_gate)
        {
            var connection = _connections.Find(static c => c.Count < MaxAccounts);
            if (connection is null)
                _connections.Add(connection = new(url, rest, settings, timeProvider));
            return connection.Add(credentials, sink);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
            await connection.DisposeAsync();
    }

    private sealed class Connection : UserSocket
    {
        private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

        private readonly Lock _gate = new();
        private readonly List<Member> _members = [];
        private readonly Dictionary<long, Member> _requests = [];
        private readonly Dictionary<long, Member> _subscriptions = [];
        private readonly Uri _url;
        private readonly BinanceConnection _rest;
        private long _lastRequest;
        private bool _connected;

        public Connection(Uri url, BinanceConnection rest, StreamSettings settings, TimeProvider timeProvider)
            : base(settings, timeProvider)
        {
            (_url, _rest) = (url, rest);
            Start();
        }

        public int Count
        {
            get
            {
                lock (_gate)
                    return _members.Count;
            }
        }

        public IDisposable Add(BinanceCredentials credentials, IUserDataSink sink)
        {
            lock (_gate)
            {
                var member = new Member(this, credentials, sink);
                _members.Add(member);
                if (_connected)
                    Subscribe(member);
                return member;
            }
        }

        protected override Task<Uri?> AddressAsync() => Task.FromResult<Uri?>(_url);

        protected override void OnConnected()
        {
            lock (_gate)
            {
                _connected = true;
                _requests.Clear();
                _subscriptions.Clear();
                foreach (var member in _members)
                    Subscribe(member);
            }
        }

        protected override void OnDisconnected()
        {
            lock (_gate)
            {
                _connected = false;
                foreach (var member in _members)
                    member.Sink.OnState(connected: false);
            }
        }

        protected override void OnMessage(JsonElement message)
        {
            lock (_gate)
            {
                if (message.TryGetProperty("subscriptionId", out var subscription) && message.TryGetProperty("event", out var e))
                    OnEvent(subscription.GetInt64(), e);
                else if (message.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number && _requests.Remove(id.GetInt64(), out var member))
                    OnAnswer(member, message);
                else if (message.TryGetProperty("event", out var own) && UserEvents.Name(own) == "serverShutdown")
                    Reconnect();
            }
        }

        private void OnEvent(long subscription, JsonElement e)
        {
            if (!_subscriptions.TryGetValue(subscription, out var member))
                return;
            if (UserEvents.Name(e) == "eventStreamTerminated")
            {
                _subscriptions.Remove(subscription);
                member.Sink.OnState(connected: false);
                SubscribeLater(member);
            }
            else
            {
                UserEvents.Deliver(e, member.Sink);
            }
        }

        private void OnAnswer(Member member, JsonElement message)
        {
            if (message.TryGetProperty("result", out var result) && result.TryGetProperty("subscriptionId", out var subscription))
            {
                _subscriptions[subscription.GetInt64()] = member;
                member.Sink.OnState(connected: true);
                return;
            }

            SubscribeLater(member);
        }

        private void SubscribeLater(Member member) => _ = Task.Run(async () =>
        {
            await Task.Delay(RetryAfter, TimeProvider, Stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // The most frequent reason is a clock that has drifted.
            await _rest.ResyncAsync();
            lock (_gate)
            {
                if (_connected && _members.Contains(member))
                    Subscribe(member);
            }
        });

        private void Subscribe(Member member)
        {
            var id = ++_lastRequest;
            _requests[id] = member;
            var parameters = new RequestParameters().Add("apiKey", member.Credentials.ApiKey).Add("timestamp", _rest.Clock.Now);
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
            {
                writer.WriteStartObject();
                writer.WriteNumber("id", id);
                writer.WriteString("method", "userDataStream.subscribe.signature");
                writer.WriteStartObject("params");
                writer.WriteString("apiKey", member.Credentials.ApiKey);
                writer.WriteNumber("timestamp", long.Parse(parameters.Items[1].Value));
                writer.WriteString("signature", parameters.SignSorted(member.Credentials.Signer));
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            Send(stream.ToArray());
        }

        private sealed record Member(Connection Owner, BinanceCredentials Credentials, IUserDataSink Sink) : IDisposable
        {
            public void Dispose()
            {
                lock (Owner._gate)
                {
                    Owner._members.Remove(this);
                    foreach (var (id, member) in Owner._subscriptions.ToArray())
                    {
                        if (member != this)
                            continue;
                        Owner._subscriptions.Remove(id);
                        Owner.Send(JsonSerializer.SerializeToUtf8Bytes(new Unsubscribe(0, "userDataStream.unsubscribe", new(id)), UnsubscribeJson.Default.Unsubscribe));
                    }
                }
            }
        }
    }
}

internal sealed record Unsubscribe(long Id, string Method, UnsubscribeParameters Params);

internal sealed record UnsubscribeParameters(long SubscriptionId);

[System.Text.Json.Serialization.JsonSourceGenerationOptions(PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.CamelCase)]
[System.Text.Json.Serialization.JsonSerializable(typeof(Unsubscribe))]
internal sealed partial class UnsubscribeJson : System.Text.Json.Serialization.JsonSerializerContext;

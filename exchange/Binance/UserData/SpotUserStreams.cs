using System.Text.Json;
using TradingBot.Exchange.Binance.Limits;
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
        private const int SubscribeWeight = 2;
        private const int ClockWrong = -1021;

        private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);
        private static readonly TimeSpan LastRetry = TimeSpan.FromMinutes(5);
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(70);

        private readonly Lock _gate = new();
        private readonly HashSet<Member> _members = [];
        private readonly Dictionary<long, (Member Member, int Clock)> _requests = [];
        private readonly Dictionary<long, Member> _subscriptions = [];
        private readonly Uri _url;
        private readonly BinanceConnection _rest;
        private long _lastRequest;
        // Counts connections: what an earlier one left undone is not done on the next.
        private int _life;
        private bool _connected;

        public Connection(Uri url, BinanceConnection rest, StreamSettings settings, TimeProvider timeProvider)
            : base($"user data {url.Host}", settings, timeProvider)
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
                    _ = SubscribeAsync(member, TimeSpan.Zero, _life);
                return member;
            }
        }

        protected override Task<Uri?> AddressAsync() => Task.FromResult<Uri?>(_url);

        protected override void OnConnected()
        {
            lock (_gate)
            {
                _connected = true;
                _life++;
                _requests.Clear();
                _subscriptions.Clear();
                foreach (var member in _members)
                    _ = SubscribeAsync(member, TimeSpan.Zero, _life);
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
                else if (message.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number && _requests.Remove(id.GetInt64(), out var request))
                    OnAnswer(request.Member, request.Clock, message);
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
                _ = SubscribeAsync(member, member.NextRetry(), _life);
            }
            else
            {
                UserEvents.Deliver(e, member.Sink);
            }
        }

        private void OnAnswer(Member member, int clock, JsonElement message)
        {
            if (message.TryGetProperty("result", out var result) && result.TryGetProperty("subscriptionId", out var id))
            {
                if (!_members.Contains(member))
                {
                    Unsubscribe(id.GetInt64());
                    return;
                }

                _subscriptions[id.GetInt64()] = member;
                member.Retry = FirstRetry;
                member.Sink.OnState(connected: true);
                return;
            }

            _ = AgainAsync(member, clock, message.TryGetProperty("error", out var error) && error.TryGetProperty("code", out var code) ? code.GetInt32() : 0);
        }

        // The most frequent reason is a clock that has drifted; a key that has been revoked is not asked for every few seconds.
        private async Task AgainAsync(Member member, int clock, int code)
        {
            var life = _life;
            var pause = code == ClockWrong ? FirstRetry : member.NextRetry();
            if (code == ClockWrong)
                await _rest.ResyncAsync(clock);
            await SubscribeAsync(member, pause, life);
        }

        private async Task SubscribeAsync(Member member, TimeSpan pause, int life)
        {
            // Leaves the lock of the caller, and the thread that receives.
            await Task.Yield();
            try
            {
                if (pause > TimeSpan.Zero)
                    await Task.Delay(pause, TimeProvider, Stopped);
                while (!await _rest.Governor.AcquireAsync(SubscribeWeight, RequestPriority.Query, Patience, Stopped))
                    await Task.Delay(FirstRetry, TimeProvider, Stopped);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            lock (_gate)
            {
                // After a reconnect all are subscribed anew.
                if (_connected && life == _life && _members.Contains(member))
                    Send(Request(member));
            }

            _rest.Governor.Complete(SubscribeWeight, null);
        }

        // Signed only now: waiting ages a timestamp.
        private byte[] Request(Member member)
        {
            var id = ++_lastRequest;
            _requests[id] = (member, _rest.Clock.Version);
            var time = _rest.Clock.Now;
            var parameters = new RequestParameters().Add("apiKey", member.Credentials.ApiKey).Add("timestamp", time);
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
            {
                writer.WriteStartObject();
                writer.WriteNumber("id", id);
                writer.WriteString("method", "userDataStream.subscribe.signature");
                writer.WriteStartObject("params");
                writer.WriteString("apiKey", member.Credentials.ApiKey);
                writer.WriteNumber("timestamp", time);
                writer.WriteString("signature", parameters.SignSorted(member.Credentials.Signer));
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            return stream.ToArray();
        }

        private void Unsubscribe(long subscription) => Send(JsonSerializer.SerializeToUtf8Bytes(
            new Unsubscribe(0, "userDataStream.unsubscribe", new(subscription)), UnsubscribeJson.Default.Unsubscribe));

        private void Remove(Member member)
        {
            lock (_gate)
            {
                _members.Remove(member);
                foreach (var (id, _) in _subscriptions.Where(s => s.Value == member).ToArray())
                {
                    _subscriptions.Remove(id);
                    Unsubscribe(id);
                }
            }
        }

        private sealed class Member(Connection owner, BinanceCredentials credentials, IUserDataSink sink) : IDisposable
        {
            public BinanceCredentials Credentials => credentials;

            public IUserDataSink Sink => sink;

            public TimeSpan Retry { get; set; } = FirstRetry;

            public TimeSpan NextRetry()
            {
                var pause = Retry;
                Retry = Retry * 2 < LastRetry ? Retry * 2 : LastRetry;
                return pause;
            }

            public void Dispose() => owner.Remove(this);
        }
    }
}

internal sealed record Unsubscribe(long Id, string Method, UnsubscribeParameters Params);

internal sealed record UnsubscribeParameters(long SubscriptionId);

[System.Text.Json.Serialization.JsonSourceGenerationOptions(PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.CamelCase)]
[System.Text.Json.Serialization.JsonSerializable(typeof(Unsubscribe))]
internal sealed partial class UnsubscribeJson : System.Text.Json.Serialization.JsonSerializerContext;

using System.Text.Json;
using TradingBot.Exchange.Binance.Signing;
using TradingBot.Exchange.Binance.Streams;
using TradingBot.Exchange.Binance.Usdm;

namespace TradingBot.Exchange.Binance.UserData;

/// <summary>User data of one USDⓈ-M account by listen key, which lives for 60 minutes and is kept alive every 30.</summary>
internal sealed class UsdmUserStream : UserSocket
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);

    private readonly Uri _url;
    private readonly UsdmClient _client;
    private readonly BinanceCredentials _credentials;
    private readonly IUserDataSink _sink;
    private readonly ITimer _keepAlive;

    public UsdmUserStream(
        Uri url, UsdmClient client, BinanceCredentials credentials, IUserDataSink sink, StreamSettings settings, TimeProvider timeProvider)
        : base($"user data {url.Host}", settings, timeProvider)
    {
        (_url, _client, _credentials, _sink) = (url, client, credentials, sink);
        _keepAlive = timeProvider.CreateTimer(static me => _ = ((UsdmUserStream)me!).KeepAliveAsync(), this, KeepAlive, KeepAlive);
        Stopped.Register(static timer => ((ITimer)timer!).Dispose(), _keepAlive);
        Start();
    }

    protected override async Task<Uri?> AddressAsync()
    {
        var key = await _client.CreateListenKeyAsync(_credentials, Stopped);
        return key is { IsOk: true, Value.ListenKey: { Length: > 0 } listenKey }
            ? new($"{_url.AbsoluteUri.TrimEnd('/')}/ws/{Uri.EscapeDataString(listenKey)}")
            : null;
    }

    protected override void OnConnected() => _sink.OnState(connected: true);

    protected override void OnDisconnected() => _sink.OnState(connected: false);

    protected override void OnMessage(JsonElement message)
    {
        // A combined stream wraps the event.
        var e = message.TryGetProperty("data", out var data) ? data : message;
        if (UserEvents.Name(e) is "listenKeyExpired" or "serverShutdown")
            Reconnect();
        else
            UserEvents.Deliver(e, _sink);
    }

    private async Task KeepAliveAsync()
    {
        var error = (await _client.KeepListenKeyAsync(_credentials, CancellationToken.None)).Error;
        if (error is { Failure: BinanceFailure.Refused })
            Reconnect();
        else if (error is not null)
            _keepAlive.Change(Retry, KeepAlive);
    }
}

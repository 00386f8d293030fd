using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using TradingBot.Exchange.Binance.Streams;
using TradingBot.Exchange.Diagnostics;

namespace TradingBot.Exchange.Binance.UserData;

/// <summary>A WebSocket that reconnects for ever and hands over whole messages. Quiet accounts are no sign of death: pings are.</summary>
internal abstract class UserSocket : IAsyncDisposable
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private int _disposed;
    private readonly StreamSettings _settings;
    private readonly Backoff _backoff;
    private readonly ComponentHealth _health;
    private Task _running = Task.CompletedTask;
    private Channel<byte[]> _out = Channel.CreateUnbounded<byte[]>();
    private CancellationTokenSource? _connection;

    protected UserSocket(string name, StreamSettings settings, TimeProvider timeProvider)
    {
        (_settings, TimeProvider) = (settings, timeProvider);
        _backoff = new(settings);
        _health = ComponentHealth.Of(name);
    }

    protected TimeProvider TimeProvider { get; }

    protected CancellationToken Stopped => _stop.Token;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    protected void Start() => _running = Task.Run(RunAsync);

    /// <summary>The address to connect to now; null when that cannot be found out yet.</summary>
    protected abstract Task<Uri?> AddressAsync();

    protected abstract void OnConnected();

    protected abstract void OnDisconnected();

    protected abstract void OnMessage(JsonElement message);

    protected void Send(byte[] message) => _out.Writer.TryWrite(message);

    /// <summary>Connects anew.</summary>
    protected void Reconnect()
    {
        try
        {
            _connection?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself in this very moment.
        }
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var reason = "the connection ended";
            try
            {
                if (await AddressAsync() is { } address)
                    await ServeAsync(address);
            }
            catch (Exception failure) when (!_stop.IsCancellationRequested)
            {
                // Whatever broke: the account's owner is told by OnDisconnected, and the next attempt follows.
                reason = failure.Message;
            }
            catch (OperationCanceledException)
            {
                break;
            }

            VenueMetrics.UserStreamBroke();
            _health.Fails(reason, TimeProvider.GetUtcNow());
            OnDisconnected();
            await Task.Delay(_backoff.Next(), TimeProvider, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ServeAsync(Uri address)
    {
        using var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = PingInterval;
        socket.Options.KeepAliveTimeout = PingInterval;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        _connection = stop;
        using (var timeout = new CancellationTokenSource(_settings.ConnectTimeout, TimeProvider))
        using (var connecting = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, timeout.Token))
            await socket.ConnectAsync(address, connecting.Token);

        _out = Channel.CreateUnbounded<byte[]>();
        OnConnected();
        _health.Works(TimeProvider.GetUtcNow());
        // Binance ends a connection after 24 h; the gap of a planned end is filled like any other.
        using var lifetime = new CancellationTokenSource(_settings.Lifetime, TimeProvider);
        await using var end = lifetime.Token.Register(Reconnect);
        Task[] tasks = [ReceiveAsync(socket, stop.Token), WriteAsync(socket, stop.Token)];
        try
        {
            await await Task.WhenAny(tasks);
        }
        finally
        {
            await stop.CancelAsync();
            socket.Abort();
            _connection = null;
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult received;
            do
            {
                if (length == buffer.Length)
                    Array.Resize(ref buffer, buffer.Length * 2);
                received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                length += received.Count;
            }
            while (!received.EndOfMessage);
            if (received.MessageType == WebSocketMessageType.Close)
                return;
            _backoff.OnFrame();
            _health.Works(TimeProvider.GetUtcNow());
            try
            {
                using var message = JsonDocument.Parse(buffer.AsMemory(0, length));
                OnMessage(message.RootElement);
            }
            catch (JsonException)
            {
                // Not for us.
            }
        }
    }

    private async Task WriteAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        await foreach (var message in _out.Reader.ReadAllAsync(cancellationToken))
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
    }
}

using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace TradingBot.Exchange.Binance.Streams;

/// <summary>One socket of a <see cref="StreamConnection"/>: reads frames into a pooled buffer, keeps its subscriptions as wanted.</summary>
internal sealed class StreamLink : IDisposable
{
    private const int FirstBuffer = 16 * 1024;
    private const int MaxFrame = 4 * 1024 * 1024;

    private readonly ClientWebSocket _socket = new();
    private readonly HashSet<string> _applied;
    private readonly SemaphoreSlim _changed = new(1);
    private readonly IStreamHandler _handler;
    private readonly StreamSettings _settings;
    private readonly TimeProvider _timeProvider;
    private readonly Func<string[]> _wanted;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _firstFrame = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _shutdown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _requests;
    private long _lastFrame;

    private StreamLink(IStreamHandler handler, StreamSettings settings, TimeProvider timeProvider, Func<string[]> wanted, string[] first)
    {
        (_handler, _settings, _timeProvider, _wanted) = (handler, settings, timeProvider, wanted);
        _applied = [.. first];
        _lastFrame = timeProvider.GetTimestamp();
        // Detects a dead TCP connection; Binance's own pings are answered by the socket.
        _socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(15);
        _socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(15);
    }

    /// <summary>Completes when all wanted streams have been asked for.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Completes with the first frame of a stream.</summary>
    public Task FirstFrame => _firstFrame.Task;

    /// <summary>Completes when Binance says that it will disconnect.</summary>
    public Task Shutdown => _shutdown.Task;

    /// <summary>Ends, with the reason as exception, when the connection does.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    public static async Task<StreamLink> OpenAsync(
        Uri url, IStreamHandler handler, StreamSettings settings, TimeProvider timeProvider, Func<string[]> wanted, CancellationToken cancellationToken)
    {
        var first = wanted().Take(settings.StreamsPerMessage).ToArray();
        var link = new StreamLink(handler, settings, timeProvider, wanted, first);
        try
        {
            using var timeout = new CancellationTokenSource(settings.ConnectTimeout, timeProvider);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
            var address = first.Length == 0 ? new Uri($"{url.AbsoluteUri.TrimEnd('/')}/stream")
                : new Uri($"{url.AbsoluteUri.TrimEnd('/')}/stream?streams={string.Join('/', first.Select(Uri.EscapeDataString))}");
            await link._socket.ConnectAsync(address, linked.Token);
            link.Running = link.RunAsync(cancellationToken);
            return link;
        }
        catch (Exception e)
        {
            link.Dispose();
            if (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new TimeoutException($"no connection within {settings.ConnectTimeout.TotalSeconds} s", e);
            throw;
        }
    }

    /// <summary>Says that the wanted streams have changed.</summary>
    public void Changed()
    {
        try
        {
            if (_changed.CurrentCount == 0)
                _changed.Release();
        }
        catch (ObjectDisposedException)
        {
            // The link has ended; its successor asks for what is wanted.
        }
    }

    public void Dispose()
    {
        _socket.Abort();
        _socket.Dispose();
        _changed.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] tasks = [ReceiveAsync(stop.Token), KeepSubscriptionsAsync(stop.Token), WatchAsync(stop.Token)];
        try
        {
            await await Task.WhenAny(tasks);
        }
        finally
        {
            await stop.CancelAsync();
            _socket.Abort();
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult received;
                do
                {
                    if (length == buffer.Length)
                        buffer = Grow(buffer);
                    received = await _socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                    length += received.Count;
                }
                while (!received.EndOfMessage);
                if (received.MessageType == WebSocketMessageType.Close)
                    throw new WebSocketException($"Binance closed the connection ({_socket.CloseStatus}: {_socket.CloseStatusDescription})");
                Volatile.Write(ref _lastFrame, _timeProvider.GetTimestamp());
                Take(buffer.AsSpan(0, length));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Take(ReadOnlySpan<byte> frame)
    {
        switch (_handler.OnFrame(frame))
        {
            case StreamFrameKind.Kline:
            case StreamFrameKind.Other:
                if (!_firstFrame.Task.IsCompleted)
                    _firstFrame.TrySetResult();
                break;
            case StreamFrameKind.ServerShutdown:
                _shutdown.TrySetResult();
                break;
            case StreamFrameKind.Error:
                throw new WebSocketException($"Binance refused a subscription: {Encoding.UTF8.GetString(frame[..Math.Min(frame.Length, 200)])}");
        }
    }

    private async Task KeepSubscriptionsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _changed.WaitAsync(cancellationToken);
            while (NextMessage() is { } message)
            {
                await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
                await Task.Delay(_settings.MessageInterval, _timeProvider, cancellationToken);
            }

            _ready.TrySetResult();
        }
    }

    private byte[]? NextMessage()
    {
        var wanted = _wanted();
        var missing = wanted.Where(s => !_applied.Contains(s)).Take(_settings.StreamsPerMessage).ToArray();
        if (missing.Length > 0)
        {
            _applied.UnionWith(missing);
            return Message("SUBSCRIBE", missing);
        }

        var kept = wanted.ToHashSet(StringComparer.Ordinal);
        var superfluous = _applied.Where(s => !kept.Contains(s)).Take(_settings.StreamsPerMessage).ToArray();
        if (superfluous.Length == 0)
            return null;
        _applied.ExceptWith(superfluous);
        return Message("UNSUBSCRIBE", superfluous);
    }

    private byte[] Message(string method, string[] streams)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("method", method);
            writer.WriteStartArray("params");
            foreach (var name in streams)
                writer.WriteStringValue(name);
            writer.WriteEndArray();
            writer.WriteNumber("id", ++_requests);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var silent = _timeProvider.GetElapsedTime(Volatile.Read(ref _lastFrame));
            if (_applied.Count == 0)
                silent = TimeSpan.Zero;
            if (silent >= _settings.Silence)
                throw new TimeoutException($"no frame for {silent.TotalSeconds:0} s");
            await Task.Delay(_settings.Silence - silent, _timeProvider, cancellationToken);
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        if (buffer.Length >= MaxFrame)
            throw new WebSocketException("A frame is larger than 4 MB.");
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}

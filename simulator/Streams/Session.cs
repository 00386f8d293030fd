using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

namespace TradingBot.Simulator.Streams;

/// <summary>One WebSocket: a queue of frames out, a loop of messages in, and the faults that a network has.</summary>
internal abstract class Session(WebSocket socket, TimeProvider timeProvider, int messagesPerSecond) : IDisposable
{
    private const int MaxQueue = 100_000;

    private static int _lastNumber;

    private readonly Channel<byte[]> _out = Channel.CreateBounded<byte[]>(MaxQueue);
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<DateTimeOffset> _recent = new();
    private DateTimeOffset _frozenUntil;

    /// <summary>Tells connections apart in the log.</summary>
    public int Number { get; } = Interlocked.Increment(ref _lastNumber);

    public DateTimeOffset Opened { get; } = timeProvider.GetUtcNow();

    public void Freeze(TimeSpan duration) => _frozenUntil = timeProvider.GetUtcNow() + duration;

    public void Dispose() => _stop.Dispose();

    /// <summary>Breaks the connection without a farewell.</summary>
    public void Drop()
    {
        socket.Abort();
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    public void Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    public void Send(byte[] frame)
    {
        // Binance, too, disconnects who does not read.
        if (timeProvider.GetUtcNow() >= _frozenUntil && !_out.Writer.TryWrite(frame))
            Drop();
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        var writing = WriteAsync(linked.Token);
        try
        {
            await ReadAsync(linked.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            // The other side, or a fault, has ended it.
        }
        finally
        {
            Closed();
            await _stop.CancelAsync();
            await writing;
        }
    }

    protected abstract void OnMessage(string text);

    protected abstract void Closed();

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult received;
            do
            {
                received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                length += received.Count;
            }
            while (!received.EndOfMessage && length < buffer.Length);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
                return;
            }

            if (TooFast())
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, "Too many requests", cancellationToken);
                return;
            }

            if (timeProvider.GetUtcNow() >= _frozenUntil)
                OnMessage(Encoding.UTF8.GetString(buffer, 0, length));
        }
    }

    private bool TooFast()
    {
        var now = timeProvider.GetUtcNow();
        while (_recent.TryPeek(out var first) && first <= now - TimeSpan.FromSeconds(1))
            _recent.Dequeue();
        _recent.Enqueue(now);
        return _recent.Count > messagesPerSecond;
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var frame in _out.Reader.ReadAllAsync(cancellationToken))
                await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            // The reader ends for the same reason.
        }
    }
}

using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace TradingBot.Bench;

/// <summary>
/// Readers of the event stream and a steady rate of requests, over bare sockets so that asking costs little beside answering. Open
/// loop: a request is due at its time whether those before it are answered or not, and its latency counts from then.
/// </summary>
internal sealed class ApiLoad : IAsyncDisposable
{
    public const int Readers = 100;
    public const int RequestsPerSecond = 1_000;
    private const int Connections = 32;

    private static readonly string[] Paths =
    [
        "me", "traders", "traders/spot:BTCUSDT/status?user=alice", "balances?user=alice", "orders?limit=20", "fills?limit=20&user=alice",
        "trades?limit=20", "candles?symbol=spot:BTCUSDT&interval=1m&limit=50", "strategies", "symbols",
    ];

    private readonly CancellationTokenSource _end = new();
    private readonly Uri _address;
    private readonly byte[][] _requests;
    private readonly List<double> _latencies = [];
    private readonly List<Task> _work = [];
    private long _begin;
    private int _next = -1;
    private long _events;

    public ApiLoad(Uri address, string token)
    {
        _address = address;
        _requests = [.. Paths.Append("events").Select(p => Encoding.ASCII.GetBytes($"GET /api/v1/{p} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\n\r\n"))];
        _work.AddRange(Enumerable.Range(0, Readers).Select(_ => Task.Run(ReadAsync)));
    }

    /// <summary>Events that all readers together have got since <see cref="Begin"/>.</summary>
    public long Events => Interlocked.Read(ref _events);

    /// <summary>Latencies of the answered requests, in milliseconds.</summary>
    public List<double> Latencies
    {
        get
        {
            lock (_latencies)
                return [.. _latencies];
        }
    }

    /// <summary>Begins to ask.</summary>
    public void Begin()
    {
        _begin = Stopwatch.GetTimestamp();
        Interlocked.Exchange(ref _events, 0);
        _work.AddRange(Enumerable.Range(0, Connections).Select(_ => Task.Run(AskAsync)));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_work);
        _end.Dispose();
    }

    private Task AskAsync() => WithSocketAsync(async socket =>
    {
        var buffer = new byte[256 * 1024];
        while (!_end.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _next);
            var due = _begin + (long)number * Stopwatch.Frequency / RequestsPerSecond;
            if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } early)
                await Task.Delay(early, _end.Token);
            await socket.SendAsync(_requests[number % Paths.Length], _end.Token);
            await ReadAnswerAsync(socket, buffer);
            lock (_latencies)
                _latencies.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
        }
    });

    private Task ReadAsync() => WithSocketAsync(async socket =>
    {
        await socket.SendAsync(_requests[^1], _end.Token);
        var buffer = new byte[64 * 1024];
        int length;
        while ((length = await socket.ReceiveAsync(buffer, _end.Token)) > 0)
            Interlocked.Add(ref _events, buffer.AsSpan(0, length).Count("data: "u8));
    });

    private async Task ReadAnswerAsync(Socket socket, byte[] buffer)
    {
        for (var length = 0; ;)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), _end.Token);
            length += read;
            if (read == 0 || !buffer.AsSpan().StartsWith("HTTP/1.1 200"u8))
                throw new InvalidOperationException($"Not an answer: {Encoding.UTF8.GetString(buffer, 0, Math.Min(length, 500))}");
            // JSON comes in chunks, and has no line break of its own.
            if (buffer.AsSpan(0, length).EndsWith("\r\n0\r\n\r\n"u8))
                return;
        }
    }

    private async Task WithSocketAsync(Func<Socket, Task> work)
    {
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(_address.Host, _address.Port, _end.Token);
            await work(socket);
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The phase is over.
        }
    }
}

using TradingBot.Exchange.Diagnostics;

namespace TradingBot.Exchange.Binance.Streams;

/// <summary>
/// One combined stream connection that does not end: it reconnects after failures and silence, and replaces its socket before
/// the 24 h are over or when Binance announces a shutdown. The new socket carries all streams before the old one is closed, so
/// a planned replacement leaves no hole.
/// </summary>
internal sealed class StreamConnection : IAsyncDisposable
{
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly HashSet<string> _streams = new(StringComparer.Ordinal);
    private readonly List<StreamLink> _links = [];
    private readonly CancellationTokenSource _stop = new();
    private int _disposed;
    private readonly Uri _url;
    private readonly CountingHandler _handler;
    private readonly StreamSettings _settings;
    private readonly TimeProvider _timeProvider;
    private readonly Task _running;

    public StreamConnection(Uri url, IStreamHandler handler, StreamSettings settings, TimeProvider timeProvider)
    {
        (_url, _settings, _timeProvider) = (url, settings, timeProvider);
        _handler = new(handler, new(settings), ComponentHealth.Of($"market stream {url.Host}"), timeProvider);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Sockets opened so far.</summary>
    public int Sockets { get; private set; }

    public bool TryAdd(string stream)
    {
        lock (_gate)
        {
            if (_streams.Count >= _settings.MaxStreams && !_streams.Contains(stream))
                return false;
            if (_streams.Add(stream))
                _links.ForEach(static l => l.Changed());
            return true;
        }
    }

    public bool Remove(string stream)
    {
        lock (_gate)
        {
            if (!_streams.Remove(stream))
                return false;
            _links.ForEach(static l => l.Changed());
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private string[] Wanted()
    {
        lock (_gate)
            return [.. _streams];
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            string reason;
            try
            {
                var link = await OpenAsync();
                await link.Ready.WaitAsync(_settings.ConnectTimeout + _settings.ConnectTimeout, _timeProvider, _stop.Token);
                _handler.OnConnected();
                await ServeAsync(link);
                reason = "the connection ended";
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                reason = e.Message;
            }
            finally
            {
                CloseAll();
            }

            _handler.OnDisconnected(reason);
            VenueMetrics.MarketStreamBroke();
            await Task.Delay(_handler.Backoff.Next(), _timeProvider, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        CloseAll();
    }

    private async Task ServeAsync(StreamLink link)
    {
        while (true)
        {
            using var cancelTimer = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            var due = Task.Delay(_settings.Lifetime, _timeProvider, cancelTimer.Token);
            var first = await Task.WhenAny(link.Running, link.Shutdown, due);
            await cancelTimer.CancelAsync();
            if (first == link.Running)
            {
                await link.Running;
                return;
            }

            _stop.Token.ThrowIfCancellationRequested();
            StreamLink next;
            try
            {
                next = await OpenAsync();
            }
            catch (Exception e) when (e is not OperationCanceledException && !link.Running.IsCompleted && first == due)
            {
                // There is an hour left in which to succeed.
                await Task.WhenAny(link.Running, Task.Delay(_settings.LastBackoff, _timeProvider, _stop.Token));
                continue;
            }

            // Both deliver for a while; whoever receives drops what comes twice.
            await Task.WhenAny(
                Task.WhenAll(next.Ready, next.FirstFrame), next.Running, Task.Delay(Overlap, _timeProvider, _stop.Token));
            Close(link);
            link = next;
            // A candle may have closed just when neither was subscribed, after a shutdown without notice for example.
            _handler.OnConnected();
        }
    }

    private async Task<StreamLink> OpenAsync()
    {
        var link = await StreamLink.OpenAsync(_url, _handler, _settings, _timeProvider, Wanted, _stop.Token);
        lock (_gate)
        {
            _links.Add(link);
            Sockets++;
        }

        // Streams wanted while the socket was opening.
        link.Changed();
        return link;
    }

    private void Close(StreamLink link)
    {
        lock (_gate)
            _links.Remove(link);
        // Its end is not of interest any more.
        _ = link.Running.ContinueWith(static t => t.Exception, TaskScheduler.Default);
        link.Dispose();
    }

    private void CloseAll()
    {
        foreach (var link in _links.ToArray())
            Close(link);
    }

    private sealed class CountingHandler(IStreamHandler inner, Backoff backoff, ComponentHealth health, TimeProvider timeProvider) : IStreamHandler
    {
        public Backoff Backoff => backoff;

        public StreamFrameKind OnFrame(ReadOnlySpan<byte> frame)
        {
            backoff.OnFrame();
            health.Works(timeProvider.GetUtcNow());
            return inner.OnFrame(frame);
        }

        public void OnConnected()
        {
            health.Works(timeProvider.GetUtcNow());
            inner.OnConnected();
        }

        public void OnDisconnected(string reason)
        {
            health.Fails(reason, timeProvider.GetUtcNow());
            inner.OnDisconnected(reason);
        }
    }
}

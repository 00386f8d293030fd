using System.Text.Json;
using TradingBot.MarketData;

namespace TradingBot.Exchange.Binance.Streams;

/// <summary>The kline streams of one market, on as few connections as Binance's limits allow, shared by all who follow a series.</summary>
internal sealed class KlineStreams(Uri url, StreamSettings settings, TimeProvider timeProvider, MarketType market = MarketType.Spot, FrameRecorder? recorder = null)
    : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Shard> _shards = [];

    /// <summary>Open connections.</summary>
    public int Connections
    {
        get
        {
            lock (_gate)
                return _shards.Count;
        }
    }

    /// <summary>Starts to deliver a stream.</summary>
    public void Add(string stream, KlineSubscription subscription)
    {
        lock (_gate)
        {
            var shard = _shards.Find(s => s.Has(stream)) ?? _shards.Find(s => s.Connection.TryAdd(stream));
            if (shard is null)
            {
                shard = new(url, settings, timeProvider, market, recorder);
                shard.Connection.TryAdd(stream);
                _shards.Add(shard);
            }

            shard.Add(stream, subscription);
        }
    }

    /// <summary>Ends the delivery.</summary>
    public void Remove(string stream, KlineSubscription subscription)
    {
        lock (_gate)
        {
            foreach (var shard in _shards)
                shard.Remove(stream, subscription);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var shard in _shards)
            await shard.Connection.DisposeAsync();
    }

    private sealed class Shard : IStreamHandler
    {
        private readonly Lock _gate = new();
        private readonly MarketType _market;
        private readonly FrameRecorder? _recorder;

        // Replaced as a whole, so that the receiving thread reads without a lock.
        private StreamRoutes<KlineSubscription[]> _routes = new([]);
        private bool _connected;

        public Shard(Uri url, StreamSettings settings, TimeProvider timeProvider, MarketType market, FrameRecorder? recorder)
        {
            (_market, _recorder) = (market, recorder);
            Connection = new(url, this, settings, timeProvider);
        }

        public StreamConnection Connection { get; }

        public bool Has(string stream) => _routes.Has(stream);

        public void Add(string stream, KlineSubscription subscription)
        {
            lock (_gate)
            {
                _routes = _routes.With(stream, [.. _routes.Get(stream) ?? [], subscription]);
                if (_connected)
                    subscription.OnConnected();
            }
        }

        public void Remove(string stream, KlineSubscription subscription)
        {
            lock (_gate)
            {
                if (_routes.Get(stream) is not { } all)
                    return;
                var left = all.Where(s => s != subscription).ToArray();
                if (left.Length > 0)
                {
                    _routes = _routes.With(stream, left);
                    return;
                }

                _routes = _routes.Without(stream);
                Connection.Remove(stream);
            }
        }

        public StreamFrameKind OnFrame(ReadOnlySpan<byte> frame)
        {
            KlineFrame kline;
            try
            {
                kline = KlineFrame.Parse(frame);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                return StreamFrameKind.Other;
            }

            if (kline.Kind != StreamFrameKind.Kline)
                return kline.Kind;
            _recorder?.Write(_market, kline, frame);
            if (_routes.TryFind(kline.Stream, out var subscriptions))
            {
                foreach (var subscription in subscriptions)
                    subscription.OnFrame(kline);
            }

            return StreamFrameKind.Kline;
        }

        public void OnConnected()
        {
            lock (_gate)
            {
                _connected = true;
                foreach (var subscription in _routes.Values.SelectMany(static s => s))
                    subscription.OnConnected();
            }
        }

        public void OnDisconnected(string reason)
        {
            lock (_gate)
            {
                _connected = false;
                foreach (var subscription in _routes.Values.SelectMany(static s => s))
                    subscription.OnDisconnected(reason);
            }
        }
    }
}

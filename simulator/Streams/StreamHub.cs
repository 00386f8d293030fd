using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TradingBot.MarketData;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Streams;

/// <summary>All open WebSockets, and the klines for those who follow them. Under the venue's lock.</summary>
internal sealed class StreamHub
{
    private readonly SimVenue _venue;
    private readonly List<StreamSession> _streams = [];
    private readonly List<WebSocketApiSession> _apis = [];

    public StreamHub(SimVenue venue)
    {
        _venue = venue;
        foreach (var symbol in venue.Symbols)
            symbol.OnKline = Publish;
    }

    public void Add(StreamSession session) => _streams.Add(session);

    public void Add(WebSocketApiSession session) => _apis.Add(session);

    public void Remove(StreamSession session) => _streams.Remove(session);

    public void Remove(WebSocketApiSession session) => _apis.Remove(session);

    public IEnumerable<Session> All => _streams.Cast<Session>().Concat(_apis);

    /// <summary>Ends connections that have reached their age.</summary>
    public void OnTime(TimeSpan lifetime)
    {
        var oldest = _venue.TimeProvider.GetUtcNow() - lifetime;
        foreach (var session in All.Where(s => s.Opened <= oldest).ToArray())
            session.Drop();
    }

    public void AnnounceShutdown()
    {
        foreach (var session in _streams)
            session.Notify(new() { ["e"] = "serverShutdown", ["E"] = _venue.ServerTime });
    }

    /// <summary>Takes note that somebody wants a stream; unknown streams are silent, as at Binance.</summary>
    public void Follow(MarketType market, string stream)
    {
        var at = stream.IndexOf("@kline_", StringComparison.Ordinal);
        if (at > 0 && _venue.TryFind(market, stream[..at].ToUpperInvariant()) is { } symbol && CandleInterval.TryParse(stream[(at + 7)..], out var interval))
            symbol.Follow(interval);
    }

    private void Publish(SimSymbol symbol, CandleInterval interval, Candle candle, bool closed)
    {
        var stream = $"{symbol.Name.ToLowerInvariant()}@kline_{interval}";
        byte[]? data = null;
        Lazy<byte[]>? combined = null;
        // A handler may break a connection, which takes it from the list.
        for (var i = _streams.Count - 1; i >= 0; i--)
        {
            if (_streams[i].Market != symbol.Info.Id.Market)
                continue;
            data ??= Kline(symbol, interval, candle, closed);
            combined ??= new(() => Encoding.UTF8.GetBytes($"{{\"stream\":\"{stream}\",\"data\":{Encoding.UTF8.GetString(data)}}}"));
            _streams[i].Publish(stream, data, combined);
        }
    }

    private byte[] Kline(SimSymbol symbol, CandleInterval interval, Candle c, bool closed)
    {
        var end = interval.NextOpenTime(c.OpenTime) - 1;
        Func<decimal, string> text = symbol.IsUsdm ? Text.Usdm : Text.Spot;
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["e"] = "kline", ["E"] = closed ? end + 1 : _venue.MarketTime, ["s"] = symbol.Name,
            ["k"] = new JsonObject
            {
                ["t"] = c.OpenTime, ["T"] = end, ["s"] = symbol.Name, ["i"] = interval.Name, ["f"] = 100, ["L"] = 200, ["o"] = text(c.Open.ToDecimal()),
                ["c"] = text(c.Close.ToDecimal()), ["h"] = text(c.High.ToDecimal()), ["l"] = text(c.Low.ToDecimal()), ["v"] = Text.Spot(c.Volume),
                ["n"] = 100, ["x"] = closed, ["q"] = "1.0000", ["V"] = "500", ["Q"] = "0.500", ["B"] = "0",
            },
        });
    }
}

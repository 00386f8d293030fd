using TradingBot.Exchange.Binance.Streams;

namespace TradingBot.Exchange.Binance;

/// <summary>Parses and routes kline frames by their streams' names without a connection: for measuring.</summary>
/// <param name="streams">The streams that somebody follows.</param>
public sealed class KlineRouting(IEnumerable<string> streams)
{
    private readonly StreamRoutes<Counter> _routes = new(streams.Select(static s => KeyValuePair.Create(s, new Counter())));

    /// <summary>Takes a frame.</summary>
    /// <param name="frame">The frame as received.</param>
    /// <returns>Whether somebody follows its stream.</returns>
    public bool Take(ReadOnlySpan<byte> frame)
    {
        var kline = KlineFrame.Parse(frame);
        if (kline.Kind != StreamFrameKind.Kline || !_routes.TryFind(kline.Stream, out var counter))
            return false;
        counter.Frames++;
        return true;
    }

    private sealed class Counter
    {
        public long Frames { get; set; }
    }
}

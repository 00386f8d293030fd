using System.Threading.Channels;
using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Tests.Support;

/// <summary>A sink whose test takes the frames one by one; the feed waits once <paramref name="room"/> frames are not taken.</summary>
public sealed class CollectingSink(int room = 1) : ICandleFeedSink
{
    private readonly Channel<(Candle Candle, bool IsClosed)> _frames = Channel.CreateBounded<(Candle, bool)>(room);
    private readonly Channel<(FeedState State, string Reason)> _states = Channel.CreateUnbounded<(FeedState, string)>();

    /// <summary>Frames that were delivered and not yet taken.</summary>
    public int Waiting => _frames.Reader.Count;

    public ValueTask OnKlineAsync(Candle candle, bool isClosed) => _frames.Writer.WriteAsync((candle, isClosed));

    public ValueTask OnStateAsync(FeedState state, string reason) => _states.Writer.WriteAsync((state, reason));

    public ValueTask<(Candle Candle, bool IsClosed)> FrameAsync(CancellationToken cancellationToken) =>
        _frames.Reader.ReadAsync(cancellationToken);

    public ValueTask<(FeedState State, string Reason)> StateAsync(CancellationToken cancellationToken) =>
        _states.Reader.ReadAsync(cancellationToken);

    /// <summary>The next closed candles.</summary>
    public async Task<List<Candle>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        var candles = new List<Candle>(count);
        while (candles.Count < count)
        {
            var (candle, isClosed) = await FrameAsync(cancellationToken);
            if (isClosed)
                candles.Add(candle);
        }

        return candles;
    }
}

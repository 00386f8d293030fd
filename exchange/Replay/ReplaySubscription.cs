using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Exchange.Replay;

/// <summary>
/// A recording on its way to its sink. Every candle takes one interval at the feed's speed, so a hole of weeks in the recording
/// takes no longer than a candle.
/// </summary>
internal sealed class ReplaySubscription(
    Recording recording, CandleSeries series, int firstIndex, double speed, ICandleFeedSink sink, TimeProvider timeProvider)
    : PacedSubscription(sink, timeProvider)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    // A sink that was slow is caught up with, but never by more than this.
    private static readonly TimeSpan LongestBurst = TimeSpan.FromSeconds(1);

    private readonly long _started = timeProvider.GetTimestamp();
    private TimeSpan _due;
    private int _index = firstIndex;

    protected override string Description => $"The recording of {series}";

    protected override async ValueTask<Candle?> NextAsync(CancellationToken cancellationToken)
    {
        if (_index == recording.Count)
            return null;
        var candle = recording[_index++];
        if (speed > 0)
        {
            var length = series.Interval.NextOpenTime(candle.OpenTime) - candle.OpenTime;
            var earliest = TimeProvider.GetElapsedTime(_started) - LongestBurst;
            _due = (_due > earliest ? _due : earliest) + TimeSpan.FromMilliseconds(length / speed);
            while (_due - TimeProvider.GetElapsedTime(_started) is var wait && wait > TimeSpan.Zero)
            {
                var pause = wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait;
                await Task.Delay(pause, TimeProvider, cancellationToken);
            }
        }

        recording.Reach(candle.OpenTime);
        return candle;
    }
}

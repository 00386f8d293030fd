using TradingBot.MarketData;

namespace TradingBot.Grains.MarketData;

/// <summary>
/// Whether a series has fallen silent: no frame for two intervals (at the feed's speed) and a grace of ten seconds. A feed that
/// runs as fast as possible keeps no time and is never stale.
/// </summary>
public sealed class StalenessWatch
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _timeProvider;
    private long _lastFrame;

    /// <param name="interval">The series' interval.</param>
    /// <param name="speed">How many times faster than real time the feed is; 0 for as fast as possible, 1 for a venue.</param>
    /// <param name="timeProvider">Real time.</param>
    public StalenessWatch(CandleInterval interval, double speed, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _lastFrame = timeProvider.GetTimestamp();
        Allowed = speed > 0
            ? TimeSpan.FromMilliseconds(Math.Min(2 * interval.MaxLength / speed, TimeSpan.FromDays(365).TotalMilliseconds)) + Grace
            : TimeSpan.MaxValue;
    }

    /// <summary>How long the series may be silent.</summary>
    public TimeSpan Allowed { get; }

    /// <summary>Time since the last frame, or since the watch began.</summary>
    public TimeSpan Silence => _timeProvider.GetElapsedTime(_lastFrame);

    public bool IsStale => Silence > Allowed;

    public void FrameSeen() => _lastFrame = _timeProvider.GetTimestamp();
}

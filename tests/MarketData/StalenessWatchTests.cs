using TradingBot.Grains.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Tests.MarketData;

public sealed class StalenessWatchTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void A_series_is_stale_after_two_intervals_and_ten_seconds_without_a_frame()
    {
        var watch = new StalenessWatch(CandleInterval.OneMinute, speed: 1, _time);
        _time.Advance(TimeSpan.FromSeconds(130));
        watch.IsStale.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        watch.IsStale.ShouldBeTrue();

        watch.FrameSeen();
        watch.IsStale.ShouldBeFalse();
        watch.Silence.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_faster_feed_is_stale_sooner()
    {
        var watch = new StalenessWatch(CandleInterval.OneMinute, speed: 60, _time);
        watch.Allowed.ShouldBe(TimeSpan.FromSeconds(12));
    }

    [Fact]
    public void A_feed_without_a_pace_is_never_stale()
    {
        var watch = new StalenessWatch(CandleInterval.OneMinute, speed: 0, _time);
        _time.Advance(TimeSpan.FromDays(1_000));
        watch.IsStale.ShouldBeFalse();
    }

    [Fact]
    public void Months_and_tiny_speeds_do_not_overflow()
    {
        new StalenessWatch(CandleInterval.Parse("1M"), speed: double.Epsilon, _time).IsStale.ShouldBeFalse();
    }
}

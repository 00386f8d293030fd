namespace TradingBot.Tests.Support.Cluster;

/// <summary>
/// A clock whose timers fire on the thread pool. Orleans waits for the last fraction of a millisecond in a loop that reads the clock:
/// on the thread that moves the clock it would never end.
/// </summary>
internal sealed class PooledTimers(TimeProvider clock) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(s => ThreadPool.QueueUserWorkItem(_ => callback(s)), state, dueTime, period);
}

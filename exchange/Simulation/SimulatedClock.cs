namespace TradingBot.Exchange.Simulation;

/// <summary>The time of the simulated market: real time, faster, from another beginning.</summary>
internal sealed class SimulatedClock(TimeProvider timeProvider, long start, double speed)
{
    private readonly Lock _gate = new();
    private long _origin = start;
    private long _originTimestamp = timeProvider.GetTimestamp();

    /// <summary>Milliseconds since 1970.</summary>
    public long Now
    {
        get
        {
            lock (_gate)
                return Read();
        }
    }

    /// <summary>Lets the clock jump forward to a moment that the market is known to have reached; it never goes back.</summary>
    public void AdvanceTo(long time)
    {
        lock (_gate)
        {
            if (time <= Read())
                return;
            _origin = time;
            _originTimestamp = timeProvider.GetTimestamp();
        }
    }

    /// <summary>The real time until a moment of the market; zero or less when it has come.</summary>
    public TimeSpan Until(long time) => TimeSpan.FromMilliseconds(Math.Min((time - Now) / speed, int.MaxValue));

    private long Read()
    {
        var elapsed = timeProvider.GetElapsedTime(_originTimestamp).TotalMilliseconds * speed;
        return elapsed < SimulatedMarket.End - _origin ? _origin + (long)elapsed : SimulatedMarket.End;
    }
}

namespace TradingBot.Engine.Calls;

/// <summary>
/// Calls that wait the same time for their answer, oldest first: a list through the calls themselves, so that a call that is
/// answered in time leaves nothing behind.
/// </summary>
internal sealed class TimeoutList(TimeSpan timeout, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _ticks = (long)(timeout.TotalSeconds * time.TimestampFrequency);
    private GrainRequest? _oldest, _newest;

    public TimeSpan Timeout => timeout;

    /// <summary>How long a call of this list has taken until now.</summary>
    public TimeSpan Elapsed(GrainRequest request, long now) => time.GetElapsedTime(request.Deadline - _ticks, now);

    public void Add(GrainRequest request)
    {
        lock (_gate)
        {
            request.TimeoutList = this;
            request.Deadline = time.GetTimestamp() + _ticks;
            request.Earlier = _newest;
            request.Later = null;
            if (_newest is null)
                _oldest = request;
            else
                _newest.Later = request;
            _newest = request;
        }
    }

    public void Remove(GrainRequest request)
    {
        lock (_gate)
        {
            if (request.TimeoutList != this)
                return;
            request.TimeoutList = null;
            if (request.Earlier is null)
                _oldest = request.Later;
            else
                request.Earlier.Later = request.Later;
            if (request.Later is null)
                _newest = request.Earlier;
            else
                request.Later.Earlier = request.Earlier;
            request.Earlier = request.Later = null;
        }
    }

    /// <summary>The oldest call whose time is up, taken out of the list.</summary>
    public GrainRequest? TakeExpired(long now)
    {
        lock (_gate)
        {
            if (_oldest is not { } request || request.Deadline > now)
                return null;
            Remove(request);
            return request;
        }
    }
}

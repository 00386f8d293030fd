using System.Collections.Concurrent;
using Orleans.Runtime;

namespace TradingBot.Engine.Calls;

/// <summary>Ends the waiting of callers: at the call's time-out, or when the caller cancels. The call itself goes on.</summary>
internal sealed class CallWatch : IDisposable
{
    // How late a time-out may be.
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<TimeSpan, TimeoutList> _lists = new();
    private readonly TimeProvider _time;
    private readonly TimeoutList? _usual;
    private readonly ITimer _timer;

    public CallWatch(TimeSpan timeout, TimeProvider time)
    {
        _time = time;
        _usual = timeout == Timeout.InfiniteTimeSpan ? null : List(timeout);
        _timer = time.CreateTimer(static watch => ((CallWatch)watch!).Sweep(), this, Resolution, Resolution);
    }

    public void Add(GrainRequest request)
    {
        if (request.TimeoutList is null && (request.Method.Timeout is { } own ? List(own) : _usual) is { } list)
            list.Add(request);
        if (request.CancellationToken is { CanBeCanceled: true } token && request.Cancellation == default)
            request.Cancellation = token.UnsafeRegister(static state => ((GrainRequest)state!).Cancel(), request);
    }

    public static void Remove(GrainRequest request)
    {
        (request.TimeoutList as TimeoutList)?.Remove(request);
        request.Cancellation.Dispose();
    }

    /// <summary>Fails whoever still waits: nothing will answer any more.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        End(long.MaxValue, static (request, _) => new OrleansMessageRejectionException($"The grain engine stopped before {request.Method.Name} answered."));
    }

    private TimeoutList List(TimeSpan timeout) => _lists.GetOrAdd(timeout, static (timeout, time) => new(timeout, time), _time);

    private void Sweep() => End(_time.GetTimestamp(), static (request, timeout) => new TimeoutException(
        $"{request.Method.Name} did not answer within {timeout}. The grain may be busy, or the calls wait for each other in a circle."));

    private void End(long now, Func<GrainRequest, TimeSpan, Exception> failure)
    {
        foreach (var list in _lists.Values)
        {
            while (list.TakeExpired(now) is { } request)
                request.TryFail(failure(request, list.Timeout));
        }
    }
}

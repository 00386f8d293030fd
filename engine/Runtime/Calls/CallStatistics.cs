using System.Collections.Concurrent;

namespace TradingBot.Engine.Calls;

/// <summary>Counts, by method, the calls that an operator wants to hear of: those that fail and those that take long.</summary>
internal sealed class CallStatistics(TimeProvider time)
{
    /// <summary>From here on a call is slow.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, long> _failed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _slow = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> FailedCalls => _failed;

    public IReadOnlyDictionary<string, long> SlowCalls => _slow;

    /// <summary>A call has ended that had to wait; the others are never slow.</summary>
    public void Waited(GrainRequest request)
    {
        if (request.TimeoutList is TimeoutList list && list.Elapsed(request, time.GetTimestamp()) >= Slow)
            Count(_slow, request);
    }

    public void Failed(GrainRequest request) => Count(_failed, request);

    private static void Count(ConcurrentDictionary<string, long> counts, GrainRequest request) =>
        counts.AddOrUpdate(request.Method.Name, 1, static (_, count) => count + 1);
}

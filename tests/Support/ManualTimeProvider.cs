using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace TradingBot.Tests.Support;

/// <summary>
/// A clock that stands still until a test moves it. Timers fire in the order of their due times, on the thread that moves the
/// clock, each with the clock at its own due time.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly SortedSet<ManualTimer> _timers = new(ManualTimer.ByDueTime);
    private long _now;
    private long _lastNumber;

    public ManualTimeProvider(DateTimeOffset? start = null) =>
        _now = (start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Timers that are set.</summary>
    public int ActiveTimers
    {
        get
        {
            lock (_gate)
                return _timers.Count;
        }
    }

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _now), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state, Interlocked.Increment(ref _lastNumber));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock forward and fires what falls due, repeatedly where a timer's period is shorter.</summary>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        long end;
        lock (_gate)
            end = _now + time.Ticks;
        while (true)
        {
            ManualTimer? due;
            lock (_gate)
            {
                due = _timers.Min;
                if (due is null || due.DueAt > end)
                {
                    _now = Math.Max(_now, end);
                    return;
                }

                _now = Math.Max(_now, due.DueAt);
                _timers.Remove(due);
                if (due.Period is { } period)
                {
                    due.DueAt = _now + period;
                    _timers.Add(due);
                }
            }

            due.Fire();
        }
    }

    /// <summary>
    /// Moves the clock step by step until something has happened, and lets other threads work between the steps. For work that
    /// sets its next timer only after it has reacted to the one before.
    /// </summary>
    /// <exception cref="TimeoutException">It has not happened within 60 s of real time.</exception>
    public async Task AdvanceUntilAsync(Task goal, TimeSpan step, [CallerArgumentExpression(nameof(goal))] string what = "")
    {
        await AdvanceUntilAsync(() => goal.IsCompleted, step, what);
        await goal;
    }

    /// <inheritdoc cref="AdvanceUntilAsync(Task, TimeSpan, string)"/>
    public Task AdvanceUntilAsync(Func<bool> isSo, TimeSpan step, [CallerArgumentExpression(nameof(isSo))] string what = "") =>
        AdvanceUntilAsync(() => Task.FromResult(isSo()), step, what);

    /// <inheritdoc cref="AdvanceUntilAsync(Task, TimeSpan, string)"/>
    public async Task AdvanceUntilAsync(Func<Task<bool>> isSo, TimeSpan step, [CallerArgumentExpression(nameof(isSo))] string what = "")
    {
        for (var patience = Stopwatch.StartNew(); !await isSo(); await Task.Delay(1))
        {
            if (patience.Elapsed > TimeSpan.FromSeconds(60))
                throw new TimeoutException($"'{what}' has not come about up to {GetUtcNow():O}.");
            // The clock must not run away from the work that it has set off, which other threads are at.
            Advance(step);
        }
    }

    private sealed class ManualTimer(ManualTimeProvider owner, TimerCallback callback, object? state, long number) : ITimer
    {
        public static readonly Comparer<ManualTimer> ByDueTime = Comparer<ManualTimer>.Create(static (left, right) =>
            left.DueAt != right.DueAt ? left.DueAt.CompareTo(right.DueAt) : left._number.CompareTo(right._number));

        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private readonly long _number = number;
        private bool _disposed;

        public long DueAt { get; set; }

        public long? Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._gate)
            {
                if (_disposed)
                    return false;
                owner._timers.Remove(this);
                Period = period <= TimeSpan.Zero ? null : period.Ticks;
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                DueAt = owner._now + dueTime.Ticks;
                owner._timers.Add(this);
                return true;
            }
        }

        public void Fire()
        {
            if (_context is null)
                callback(state);
            else
                ExecutionContext.Run(_context, _ => callback(state), null);
        }

        public void Dispose()
        {
            lock (owner._gate)
            {
                _disposed = true;
                owner._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

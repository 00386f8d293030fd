using Orleans.Runtime;
using TradingBot.Engine.Calls;

namespace TradingBot.Engine.Activation;

/// <summary>A timer whose ticks queue like calls. The next tick is set when one has ended, so ticks never pile up.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private static readonly GrainMethod Waiting = new("timer", GrainMethodOptions.OneWay);
    private static readonly GrainMethod Interleaving = new("timer", GrainMethodOptions.OneWay | GrainMethodOptions.AlwaysInterleave);

    private readonly GrainActivation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly CancellationTokenSource _stopped = new();
    private readonly GrainMethod _method;
    private readonly bool _keepAlive;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private TimeSpan _next = Timeout.InfiniteTimeSpan;
    private TimeSpan _period = Timeout.InfiniteTimeSpan;
    private bool _ticking;

    public GrainTimer(GrainActivation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options, TimeProvider time)
    {
        Check(options.DueTime, nameof(options));
        Check(options.Period, nameof(options));
        (_activation, _callback, _keepAlive) = (activation, callback, options.KeepAlive);
        _method = options.Interleave ? Interleaving : Waiting;
        var flows = !ExecutionContext.IsFlowSuppressed();
        if (flows)
            ExecutionContext.SuppressFlow();
        _timer = time.CreateTimer(static timer => ((GrainTimer)timer!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (flows)
            ExecutionContext.RestoreFlow();
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (_gate)
        {
            (_next, _period) = (dueTime, period);
            if (!_ticking)
                _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        if (_stopped.IsCancellationRequested)
            return;
        _stopped.Cancel();
        _timer.Dispose();
        _activation.Forget(this);
    }

    private void Tick()
    {
        lock (_gate)
        {
            if (_ticking)
                return;
            _ticking = true;
            _next = _period;
        }

        _ = _activation.TrySend(new TickRequest(this));
    }

    private async Task RunAsync()
    {
        if (_stopped.IsCancellationRequested)
            return;
        try
        {
            await _callback(_stopped.Token);
        }
        finally
        {
            lock (_gate)
            {
                _ticking = false;
                if (!_stopped.IsCancellationRequested)
                    _timer.Change(_next, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private static void Check(TimeSpan time, string name)
    {
        if (time != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
    }

    private sealed class TickRequest(GrainTimer timer) : GrainVoidRequest
    {
        protected internal override GrainMethod Method => timer._method;

        internal override bool IsLocal => true;

        internal override bool KeepsAlive => timer._keepAlive;

        protected internal override Task Invoke(object grain) => timer.RunAsync();
    }
}

using System.Diagnostics.CodeAnalysis;
using Orleans.Runtime;
using Orleans.Storage;
using TradingBot.Engine.Calls;

namespace TradingBot.Engine.Activation;

/// <summary>The queue of calls: which may begin, and what happens when they end.</summary>
internal sealed partial class GrainActivation
{
    // Deeper chains of grains calling grains go through the thread pool, so that the stack stays small.
    private const int MaxInlineDepth = 8;

    private static readonly Action<object?> InlineTurn = static state =>
    {
        var request = (GrainRequest)state!;
        request.Outcome = ((GrainActivation)request.Target!).Invoke(request);
    };

    private static readonly Action<object?> QueuedTurn = static state =>
    {
        var request = (GrainRequest)state!;
        ((GrainActivation)request.Target!).RunQueued(request);
    };

    private static readonly Action<Task, object?> Completion = static (outcome, state) =>
    {
        var request = (GrainRequest)state!;
        ((GrainActivation)request.Target!).Complete(request, outcome);
    };

    [ThreadStatic]
    private static int t_inlineDepth;

    private GrainRequest? _firstWaiting, _lastWaiting;
    private int _running;
    private int _exclusive;
    private int _readers;
    private long _calls;

    /// <summary>Calls begun, and calls that run or wait.</summary>
    public (long Calls, int Pending) Count()
    {
        lock (_gate)
        {
            var pending = _running;
            for (var waiting = _firstWaiting; waiting is not null; waiting = waiting.NextInQueue)
                pending++;
            return (_calls, pending);
        }
    }

    /// <inheritdoc/>
    internal override Task? TrySend(GrainRequest request)
    {
        if (!grainClass.Engine.Accepts(out var refusal))
            return request.Failed(refusal);

        var oneWay = request.Method.Is(GrainMethodOptions.OneWay);
        if (t_inlineDepth < MaxInlineDepth && !oneWay && request.MayRunInline)
        {
            bool mine;
            lock (_gate)
            {
                mine = _status == ActivationStatus.Active && !_busy && _firstWaiting is null && _ending is null && MayBegin(request.Method);
                if (mine)
                {
                    _busy = true;
                    Begin(request);
                }
            }

            if (mine)
                return RunInline(request);
        }

        return Enqueue(request, oneWay);
    }

    [SuppressMessage("Usage", "MA0022", Justification = "Null says that the activation has ended.")]
    private Task? Enqueue(GrainRequest request, bool oneWay)
    {
        var promise = oneWay ? Task.CompletedTask : request.Promise();
        request.Turn ??= QueuedTurnOf(request);
        if (!oneWay)
            grainClass.Engine.Watch(request);
        lock (_gate)
        {
            if (_status == ActivationStatus.Ended)
                return null;
            if (_status == ActivationStatus.Created)
            {
                _status = ActivationStatus.Activating;
                StartTurn(ActivateAsync);
            }

            if (MayRun && (_firstWaiting is null || request.Method.Is(GrainMethodOptions.AlwaysInterleave)) && MayBegin(request.Method))
            {
                Start(request);
            }
            else if (request.IsLocal && _ending is not null)
            {
                return promise;
            }
            else
            {
                request.NextInQueue = null;
                if (_firstWaiting is null)
                    _firstWaiting = request;
                else
                    _lastWaiting!.NextInQueue = request;
                _lastWaiting = request;
            }
        }

        return promise;
    }

    // The task captures the caller's execution context, and with it the request context and the current trace.
    private static Task QueuedTurnOf(GrainRequest request)
    {
        if (!request.IsLocal || ExecutionContext.IsFlowSuppressed())
            return new(QueuedTurn, request, TaskCreationOptions.DenyChildAttach);
        using (ExecutionContext.SuppressFlow())
            return new(QueuedTurn, request, TaskCreationOptions.DenyChildAttach);
    }

    private Task RunInline(GrainRequest request)
    {
        RunHere(new(InlineTurn, request, TaskCreationOptions.DenyChildAttach));
        var outcome = request.Outcome!;
        if (outcome.IsCompleted)
        {
            EndOnFailure(request, outcome);
            lock (_gate)
            {
                End(request);
                StartWaiting();
                EndTurnHere();
            }

            return outcome;
        }

        var promise = request.Promise();
        grainClass.Engine.Watch(request);
        lock (_gate)
            EndTurnHere();
        CompleteLater(request, outcome);
        return promise;
    }

    private void RunQueued(GrainRequest request)
    {
        if (request.IsSettled && !request.RunsAnyway)
        {
            Complete(request, null);
            return;
        }

        var outcome = Invoke(request);
        if (outcome.IsCompleted)
            Complete(request, outcome);
        else
            CompleteLater(request, outcome);
    }

    private Task Invoke(GrainRequest request)
    {
        var span = CallSpans.Start(request.Method, GrainId);
        var outcome = InvokeInstance(request);
        if (span is not null)
            CallSpans.End(span, outcome);
        return outcome;
    }

    [SuppressMessage("Design", "CA1031", Justification = "The exception is the caller's.")]
    private Task InvokeInstance(GrainRequest request)
    {
        try
        {
            return request.Invoke(_instance!)
                ?? request.Failed(new InvalidOperationException($"{request.Method.Name} of {GrainId} returned null instead of a task."));
        }
        catch (Exception failure)
        {
            return request.Failed(failure);
        }
    }

    // Runs where the grain's task completes; all it does there is to start others and to complete the caller's task.
    private static void CompleteLater(GrainRequest request, Task outcome) =>
        _ = outcome.ContinueWith(Completion, request, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private void Complete(GrainRequest request, Task? outcome)
    {
        if (outcome is not null)
            EndOnFailure(request, outcome);
        // Before the caller learns of it, so that its next call finds the grain free.
        lock (_gate)
        {
            End(request);
            StartWaiting();
        }

        grainClass.Engine.Statistics.Waited(request);
        CallWatch.Remove(request);
        if (outcome is null)
            return;
        if (outcome.IsFaulted && (request.IsLocal || request.Method.Is(GrainMethodOptions.OneWay)))
            grainClass.Engine.Log.CallFailed(outcome.Exception.InnerException!, request.Method.Name, GrainId);
        request.Settle(outcome);
    }

    private void EndOnFailure(GrainRequest request, Task outcome)
    {
        if (!outcome.IsFaulted)
            return;
        grainClass.Engine.Statistics.Failed(request);
        if (outcome.Exception.InnerException is InconsistentStateException stale && stale.StaleActivation == this)
            Deactivate(new(Orleans.DeactivationReasonCode.ApplicationError, stale, "The grain's state in memory is stale."));
    }

    private bool MayRun => _status == ActivationStatus.Active && (_ending is null || _draining);

    private bool MayBegin(GrainMethod method) =>
        grainClass.Reentrant || method.Is(GrainMethodOptions.AlwaysInterleave)
        || (_exclusive == 0 && (_readers == 0 || method.Is(GrainMethodOptions.ReadOnly)));

    private void Begin(GrainRequest request)
    {
        request.Target = this;
        _running++;
        _calls++;
        CountShared(request.Method, 1);
        if (request.KeepsAlive)
            _lastUsed = grainClass.Engine.IdleClock;
    }

    private void End(GrainRequest request)
    {
        _running--;
        CountShared(request.Method, -1);
    }

    private void CountShared(GrainMethod method, int change)
    {
        if (grainClass.Reentrant || method.Is(GrainMethodOptions.AlwaysInterleave))
            return;
        if (method.Is(GrainMethodOptions.ReadOnly))
            _readers += change;
        else
            _exclusive += change;
    }

    private void Start(GrainRequest request)
    {
        Begin(request);
        request.Turn!.Start(this);
    }

    /// <summary>Begins life with the calls that waited for a predecessor.</summary>
    private void Adopt(GrainRequest first, GrainRequest last)
    {
        lock (_gate)
        {
            (_firstWaiting, _lastWaiting) = (first, last);
            _status = ActivationStatus.Activating;
            StartTurn(ActivateAsync);
        }
    }

    /// <summary>Takes the waiting calls that can go to another activation out of the queue. Inside the gate.</summary>
    private (GrainRequest First, GrainRequest Last)? TakeWaiting()
    {
        GrainRequest? first = null, last = null;
        for (var waiting = _firstWaiting; waiting is not null; waiting = waiting.NextInQueue)
        {
            if (waiting.IsLocal)
                continue;
            if (first is null)
                first = waiting;
            else
                last!.NextInQueue = waiting;
            last = waiting;
        }

        _firstWaiting = _lastWaiting = null;
        if (first is null)
            return null;
        last!.NextInQueue = null;
        return (first, last);
    }

    /// <summary>Starts the calls that have waited longest, and the end of the activation when none is left. Inside the gate.</summary>
    private void StartWaiting()
    {
        while (MayRun && _firstWaiting is { } next && MayBegin(next.Method))
        {
            _firstWaiting = next.NextInQueue;
            Start(next);
        }

        if (_status == ActivationStatus.Active && _ending is not null && _running == 0 && (_firstWaiting is null || !_draining))
        {
            _status = ActivationStatus.Deactivating;
            StartTurn(DeactivateAsync);
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using TradingBot.Engine.Calls;
using TradingBot.Engine.Storage;

namespace TradingBot.Engine.Activation;

/// <summary>From the first call to the end.</summary>
internal sealed partial class GrainActivation
{
    private ActivationStatus _status;
    private DeactivationReason? _ending;

    // Waiting calls still run before the activation ends: while the engine stops, and when the grain asked for its end before
    // it had answered anything, since its successor would ask the same.
    private bool _draining;
    private int _lastUsed;
    private int _keepUntil;

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default) =>
        End(deactivationReason, drain: false);

    public void DelayDeactivation(TimeSpan timeSpan)
    {
        lock (_gate)
            _keepUntil = grainClass.Engine.IdleClockIn(timeSpan);
    }

    /// <summary>Ends the activation after its calls, those that wait included.</summary>
    public Task DrainAsync()
    {
        End(new(DeactivationReasonCode.ShuttingDown, "The process is stopping."), drain: true);
        return Deactivated;
    }

    public void EndIfIdle(int lastUsedBefore, int now)
    {
        lock (_gate)
        {
            if (_status != ActivationStatus.Active || _ending is not null || _running > 0 || _lastUsed > lastUsedBefore || _keepUntil > now)
                return;
        }

        Deactivate(new(DeactivationReasonCode.ActivationIdle, "Nobody has called it for a while."));
    }

    private void End(DeactivationReason reason, bool drain)
    {
        lock (_gate)
        {
            if (_status == ActivationStatus.Created)
            {
                // Nobody has called it, so there is no object to say farewell to.
                _status = ActivationStatus.Ended;
                grainClass.Remove(this, 0);
                _ended.TrySetResult();
                return;
            }

            _draining |= drain;
            _ending ??= reason;
            StartWaiting();
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong belongs to the callers that wait for the activation.")]
    private async Task ActivateAsync()
    {
        try
        {
            using var timeout = new CancellationTokenSource(grainClass.Engine.ResponseTimeout, grainClass.Engine.TimeProvider);
            var records = Build();
            foreach (var record in records)
                record.Load();
            await ((IGrainBase)_instance!).OnActivateAsync(timeout.Token);
        }
        catch (Exception failure)
        {
            grainClass.Engine.Log.ActivationFailed(failure, GrainId);
            await EndAsync(failure);
            return;
        }

        lock (_gate)
        {
            _status = ActivationStatus.Active;
            _draining |= _ending is not null;
            _lastUsed = grainClass.Engine.IdleClock;
            StartWaiting();
        }
    }

    private IGrainRecord[] Build()
    {
        _services = grainClass.Engine.ServiceProvider.CreateAsyncScope();
        ActivationBeingBuilt.Current = this;
        try
        {
            _instance = grainClass.Build(this, out var records);
            return records;
        }
        finally
        {
            ActivationBeingBuilt.Current = null;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A grain that fails to say farewell ends all the same.")]
    private async Task DeactivateAsync()
    {
        StopTimers();
        try
        {
            using var timeout = new CancellationTokenSource(grainClass.Engine.ResponseTimeout, grainClass.Engine.TimeProvider);
            await ((IGrainBase)_instance!).OnDeactivateAsync(_ending!.Value, timeout.Token);
        }
        catch (Exception failure)
        {
            grainClass.Engine.Log.DeactivationFailed(failure, GrainId);
        }

        await EndAsync(null);
    }

    [SuppressMessage("Design", "CA1031", Justification = "A grain that fails to dispose of itself ends all the same.")]
    private async Task EndAsync(Exception? activationFailure)
    {
        StopTimers();
        try
        {
            if (_instance is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else if (_instance is IDisposable disposable)
                disposable.Dispose();
            if (_services is { } services)
                await services.DisposeAsync();
        }
        catch (Exception failure)
        {
            grainClass.Engine.Log.DeactivationFailed(failure, GrainId);
        }

        GrainRequest? refused;
        lock (_gate)
        {
            var waiting = TakeWaiting();
            refused = activationFailure is null ? null : waiting?.First;
            // The successor is in place, with the waiting calls, before this activation refuses new ones: calls keep their order.
            if (activationFailure is null && waiting is var (first, last))
            {
                var successor = new GrainActivation(grainClass, key);
                successor.Adopt(first, last);
                grainClass.Replace(this, successor, _calls);
            }
            else
            {
                grainClass.Remove(this, _calls);
            }

            _status = ActivationStatus.Ended;
            // References to the grain may hold this activation for long; they need not hold the grain.
            _instance = null;
            _services = null;
            _observers = null;
        }

        for (; refused is not null; refused = refused.NextInQueue)
            Refuse(refused, activationFailure!);
        _ended.TrySetResult();
    }

    private void Refuse(GrainRequest request, Exception failure)
    {
        CallWatch.Remove(request);
        if (!request.TryFail(failure) && request.Method.Is(GrainMethodOptions.OneWay))
            grainClass.Engine.Log.CallFailed(failure, request.Method.Name, GrainId);
    }

    private void StopTimers()
    {
        List<GrainTimer>? timers;
        lock (_gate)
            (timers, _timers) = (_timers, null);
        foreach (var timer in timers ?? [])
            timer.Dispose();
    }
}

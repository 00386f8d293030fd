namespace TradingBot.Engine.Calls;

/// <summary>
/// One call on its way: its arguments, how to make it, and, once it has to wait, its place in the activation's queue and in
/// the list of time-outs. Generated code derives a class for each method.
/// </summary>
public abstract class GrainRequest
{
    /// <summary>The method called.</summary>
    protected internal abstract GrainMethod Method { get; }

    /// <summary>The call's cancellation token, where the method takes one.</summary>
    protected internal virtual CancellationToken CancellationToken => default;

    /// <summary>Makes the call on the grain object.</summary>
    protected internal abstract Task Invoke(object grain);

    // The activation that runs the request, and the turn that starts it there. The turn is made on the caller's thread because
    // it captures the caller's execution context.
    internal CallTarget? Target;
    internal Task? Turn;
    internal Task? Outcome;
    internal GrainRequest? NextInQueue;

    // Place in the list of calls that can time out.
    internal object? TimeoutList;
    internal GrainRequest? Earlier, Later;
    internal long Deadline;

    internal CancellationTokenRegistration Cancellation;

    /// <summary>Whether the caller has its answer already, a time-out for example.</summary>
    internal abstract bool IsSettled { get; }

    /// <summary>The caller's task for a call that does not complete at once.</summary>
    internal abstract Task Promise();

    internal abstract void Settle(Task outcome);

    internal abstract bool TryFail(Exception exception);

    internal abstract void Cancel();

    /// <summary>A failed task of the type that the caller expects.</summary>
    internal abstract Task Failed(Exception exception);

    /// <summary>True for the engine's own requests that concern one activation only and die with it.</summary>
    internal virtual bool IsLocal => false;

    /// <summary>Whether an idle grain may run the call on the caller's thread.</summary>
    internal virtual bool MayRunInline => true;

    /// <summary>Whether the call runs even if its caller has given up waiting before it could begin.</summary>
    internal virtual bool RunsAnyway => false;

    /// <summary>Whether the activation counts as used.</summary>
    internal virtual bool KeepsAlive => true;
}

/// <summary>A call with a result.</summary>
/// <typeparam name="TResult">The result's type.</typeparam>
public abstract class GrainRequest<TResult> : GrainRequest
{
    private TaskCompletionSource<TResult>? _promise;

    internal sealed override bool IsSettled => _promise is { Task.IsCompleted: true };

    // Asynchronous continuations: the caller's code must never run inside the callee's turn.
    internal sealed override Task Promise() => (_promise ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    internal sealed override void Settle(Task outcome) => _promise?.TrySetFromTask((Task<TResult>)outcome);

    internal sealed override bool TryFail(Exception exception) => _promise is { } promise && promise.TrySetException(exception);

    internal sealed override void Cancel() => _promise?.TrySetCanceled(CancellationToken);

    internal sealed override Task Failed(Exception exception) => Task.FromException<TResult>(exception);
}

/// <summary>A call without a result.</summary>
public abstract class GrainVoidRequest : GrainRequest
{
    private TaskCompletionSource? _promise;

    internal sealed override bool IsSettled => _promise is { Task.IsCompleted: true };

    internal sealed override Task Promise() => (_promise ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    internal sealed override void Settle(Task outcome) => _promise?.TrySetFromTask(outcome);

    internal sealed override bool TryFail(Exception exception) => _promise is { } promise && promise.TrySetException(exception);

    internal sealed override void Cancel() => _promise?.TrySetCanceled(CancellationToken);

    internal sealed override Task Failed(Exception exception) => Task.FromException(exception);
}

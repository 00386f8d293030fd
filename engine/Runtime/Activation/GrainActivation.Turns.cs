namespace TradingBot.Engine.Activation;

/// <summary>The scheduler: turns are tasks, and one thread at a time runs them.</summary>
internal sealed partial class GrainActivation : IThreadPoolWorkItem
{
    // After this many turns in a row the thread goes to whoever waits for one.
    private const int TurnsInARow = 64;

    [ThreadStatic]
    private static GrainActivation? t_running;

    private Queue<Task>? _turns;

    // A thread runs a turn, or is on its way to.
    private bool _busy;

    /// <summary>True on a thread that runs a turn of any grain.</summary>
    public static bool InTurn => t_running is not null;

    void IThreadPoolWorkItem.Execute()
    {
        t_running = this;
        try
        {
            for (var done = 0; done < TurnsInARow; done++)
            {
                Task? turn;
                lock (_gate)
                {
                    if (!_turns!.TryDequeue(out turn))
                    {
                        _busy = false;
                        return;
                    }
                }

                TryExecuteTask(turn);
            }
        }
        finally
        {
            t_running = null;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    protected override void QueueTask(Task task)
    {
        lock (_gate)
        {
            (_turns ??= new()).Enqueue(task);
            if (_busy)
                return;
            _busy = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    // Only inside a turn of this very activation: anywhere else, running the task here would be a second turn at a time.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && t_running == this && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
            return _turns?.ToArray() ?? [];
    }

    /// <summary>Runs a task on the caller's thread as a turn. The caller has taken the turn (<c>_busy</c>) before.</summary>
    private void RunHere(Task turn)
    {
        var outer = t_running;
        var context = SynchronizationContext.Current;
        if (context is not null)
            SynchronizationContext.SetSynchronizationContext(null);
        t_running = this;
        t_inlineDepth++;
        turn.RunSynchronously(this);
        t_inlineDepth--;
        t_running = outer;
        if (context is not null)
            SynchronizationContext.SetSynchronizationContext(context);
    }

    /// <summary>Gives the turn up, or hands it to the thread pool when others have queued meanwhile. Inside the gate.</summary>
    private void EndTurnHere()
    {
        if (_turns is { Count: > 0 })
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        else
            _busy = false;
    }

    /// <summary>Starts one of the activation's own tasks, with nothing of the caller's execution context.</summary>
    private void StartTurn(Func<Task> work) => WithoutContext(work).Start(this);

    private static Task<Task> WithoutContext(Func<Task> work)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return new Task<Task>(work, TaskCreationOptions.DenyChildAttach);
        using (ExecutionContext.SuppressFlow())
            return new Task<Task>(work, TaskCreationOptions.DenyChildAttach);
    }
}

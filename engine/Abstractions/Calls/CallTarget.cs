namespace TradingBot.Engine.Calls;

/// <summary>An activation as callers see it, and the scheduler of its turns.</summary>
public abstract class CallTarget : TaskScheduler
{
    private protected CallTarget()
    {
    }

    /// <summary>Runs or queues a call.</summary>
    /// <returns>The caller's task; null when the activation has ended.</returns>
    internal abstract Task? TrySend(GrainRequest request);
}

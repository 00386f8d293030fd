namespace Orleans.Runtime;

/// <summary>A running grain timer. Disposing of it ends it.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets new times. During a tick, they count from its end.</summary>
    /// <param name="dueTime">Time to the next tick; infinite for none.</param>
    /// <param name="period">From the end of one tick to the next; infinite for one tick only.</param>
    void Change(TimeSpan dueTime, TimeSpan period);
}

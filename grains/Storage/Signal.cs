namespace TradingBot.Grains.Storage;

/// <summary>Lets readers of a grain wait for its next change.</summary>
public sealed class Signal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Something has changed.</summary>
    public void Set()
    {
        var waiters = _next;
        _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        waiters.SetResult();
    }

    /// <summary>Reads as soon as there is something to read, or once the wait is over.</summary>
    /// <param name="read">Reads.</param>
    /// <param name="isEmpty">Whether there was nothing.</param>
    /// <param name="longest">The longest wait.</param>
    /// <param name="time">The clock.</param>
    public async Task<T> ReadAsync<T>(Func<T> read, Func<T, bool> isEmpty, TimeSpan longest, TimeProvider time)
    {
        // Before reading: what changes between the two is not missed.
        var next = _next.Task;
        var found = read();
        if (!isEmpty(found))
            return found;
        await next.WaitAsync(longest, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return read();
    }
}

using TradingBot.Grains.Diagnostics;

namespace TradingBot.Grains.Storage;

/// <summary>
/// Writes a grain's record for callers that run beside each other: one write at a time, and those who ask during a write share
/// the next one. A write takes the record as it is when it begins.
/// </summary>
public sealed class SerialWriter(Func<Task> write)
{
    private Task _last = Task.CompletedTask;

    // The last one has not begun.
    private bool _waits;

    /// <summary>Completes when the record as it is now is durable; fails when the write that would have made it so fails.</summary>
    public Task WriteAsync()
    {
        if (!_waits)
        {
            // Before, not after: where the write before has just ended, this one begins at once.
            _waits = true;
            _last = WriteAfterAsync(_last);
        }

        return _last;
    }

    private async Task WriteAfterAsync(Task before)
    {
        // Its failure is told to those who asked for it.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _waits = false;
        await StorageMetrics.TimeAsync(write);
    }
}

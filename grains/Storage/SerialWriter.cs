using TradingBot.Grains.Diagnostics;

namespace TradingBot.Grains.Storage;

/// <summary>
/// Writes a grain's record for callers that run beside each other: one write at a time, and those who ask during a write share
/// the next one. A write takes the record as it is when it begins.
/// </summary>
public sealed class SerialWriter(Func<Task> write)
{
    private Task _current = Task.CompletedTask;
    private Task? _next;

    /// <summary>Completes when the record as it is now is durable; fails when the write that would have made it so fails.</summary>
    public Task WriteAsync()
    {
        if (_next is not null)
            return _next;
        if (!_current.IsCompleted)
            return _next = WriteAfterAsync(_current);
        return _current = StorageMetrics.TimeAsync(write);
    }

    private async Task WriteAfterAsync(Task before)
    {
        // Its failure is told to those who asked for it.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _current = _next!;
        _next = null;
        await StorageMetrics.TimeAsync(write);
    }
}

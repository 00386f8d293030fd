namespace TradingBot.Exchange.Binance.Rest;

/// <summary>Binance's clock as this machine knows it. However many requests find it wrong at once, it is asked for once.</summary>
/// <param name="timeProvider">This machine's clock.</param>
internal sealed class ServerClock(TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private long _offset;
    private int _version;
    private Task<bool>? _resync;

    /// <summary>Milliseconds since 1970.</summary>
    public long Now => timeProvider.GetUtcNow().ToUnixTimeMilliseconds() + Interlocked.Read(ref _offset);

    /// <summary>How far Binance's clock is ahead, milliseconds.</summary>
    public long Offset => Interlocked.Read(ref _offset);

    /// <summary>Changes whenever the clock is set.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>Sets the clock; joins a resync that is under way, and does nothing where one has been since.</summary>
    /// <param name="version">The clock that was found wrong.</param>
    /// <param name="askServer">Asks for the server's time, null for no answer.</param>
    /// <returns>False when there was no answer.</returns>
    public Task<bool> ResyncAsync(int version, Func<Task<long?>> askServer)
    {
        lock (_gate)
            return version != _version ? Task.FromResult(true) : _resync ??= RunAsync(askServer);
    }

    private async Task<bool> RunAsync(Func<Task<long?>> askServer)
    {
        // Leaves the lock of the caller first.
        await Task.Yield();
        try
        {
            var before = timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
            var server = await askServer();
            var after = timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
            if (server is not { } time)
                return false;
            Interlocked.Exchange(ref _offset, time - (before + (after - before) / 2));
            Interlocked.Increment(ref _version);
            return true;
        }
        finally
        {
            lock (_gate)
                _resync = null;
        }
    }
}

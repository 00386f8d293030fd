using TradingBot.MarketData;

namespace TradingBot.Exchange.MarketData;

/// <summary>
/// Hands the candles of a source that has them all to a sink, one after the other, as they fall due. A candle that the sink
/// fails to take is offered again until it is taken: the sink drops what it already had.
/// </summary>
internal abstract class PacedSubscription(ICandleFeedSink sink, TimeProvider timeProvider) : IAsyncDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();

    protected TimeProvider TimeProvider { get; } = timeProvider;

    /// <summary>What the subscription delivers, for the operator.</summary>
    protected abstract string Description { get; }

    public void Start()
    {
        // What the subscriber's call carried along (its trace, its request context) ends with that call.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(RunAsync);
    }

    /// <remarks>
    /// Does not wait for a delivery that is under way: the sink may be what is waiting for this method. That delivery's
    /// candle still arrives, none after it does.
    /// </remarks>
    public async ValueTask DisposeAsync() => await _stop.CancelAsync();

    /// <summary>Waits for the next candle to fall due.</summary>
    /// <returns>The candle, or null at the end of the source.</returns>
    protected abstract ValueTask<Candle?> NextAsync(CancellationToken cancellationToken);

    private async Task RunAsync()
    {
        try
        {
            await DeliverAsync(() => sink.OnStateAsync(FeedState.Connected, $"{Description} is running."));
            while (await NextAsync(_stop.Token) is { } candle)
                await DeliverAsync(() => sink.OnKlineAsync(candle, isClosed: true));
            await DeliverAsync(() => sink.OnStateAsync(FeedState.Ended, $"{Description} has been played to its end."));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The subscription has been disposed of.
        }
        catch (Exception exception)
        {
            var reason = $"{Description} has failed: {exception.Message}";
            await DeliverAsync(() => sink.OnStateAsync(FeedState.Disconnected, reason));
        }
    }

    private async Task DeliverAsync(Func<ValueTask> deliver)
    {
        for (var pause = FirstRetry; ; pause = pause * 2 < LastRetry ? pause * 2 : LastRetry)
        {
            _stop.Token.ThrowIfCancellationRequested();
            try
            {
                await deliver();
                return;
            }
            catch (Exception) when (!_stop.IsCancellationRequested)
            {
                await Task.Delay(pause, TimeProvider, _stop.Token);
            }
        }
    }
}

using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using TradingBot.Grains.Diagnostics;

namespace TradingBot.Grains.Journal;

/// <summary>
/// A grain whose doings go to the journal. They wait in its state and are written beside its calls, a moment later: decisions and
/// orders of all the others who were called at the same close come first.
/// </summary>
public abstract class JournalingGrain<T>(ILogger logger) : Grain
{
    /// <summary>More rows than this hold the next candle up until they are written.</summary>
    protected const int MostWaiting = 1_000;

    // A feed that runs at many times the market's speed is not let fill the state with rows.
    private const int FlushAtOnce = 16;

    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private Outbox<T> _outbox = null!;
    private Func<Task> _save = null!;
    private IGrainTimer? _timer;
    private TimeSpan _retry = Linger;
    private bool _armed;
    private bool _abandoned;
    private bool _ending;

    /// <summary>The rows that wait.</summary>
    protected Outbox<T> Outbox => _outbox;

    /// <summary>Takes up the rows in the state; what was left from the last life is written now.</summary>
    protected void OpenOutbox(Outbox<T> outbox, Func<Task> save)
    {
        (_outbox, _save) = (outbox, () => StorageMetrics.TimeAsync(save));
        if (outbox.Stored > 0)
            _ = FlushAsync();
    }

    /// <summary>Makes the state durable with all rows in it; ends the activation if that fails.</summary>
    protected Task SaveAsync() => _outbox.StoreAsync(_save, Abandon);

    /// <summary>To be called at the end of a call that may have added rows.</summary>
    protected void FlushSoon()
    {
        if (_outbox.Stored >= FlushAtOnce)
            _ = FlushAsync();
        else if (_outbox.Waiting > 0)
            Arm(Linger);
    }

    /// <summary>Waits where too many rows wait.</summary>
    protected async Task MakeRoomAsync()
    {
        if (_outbox.Waiting > MostWaiting)
            await _outbox.FlushAsync();
    }

    /// <summary>Ends the activation because its memory may differ from the stored state, which is what counts.</summary>
    protected void Abandon()
    {
        _abandoned = true;
        DeactivateOnIdle();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_outbox is null)
            return;
        _ending = true;
        try
        {
            if (!_abandoned && _outbox.HasUnstored)
                await SaveAsync();
            await _outbox.FlushAsync().WaitAsync(Farewell, cancellationToken);
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{Grain} ends with {Rows} journal rows in its state; they are written when it begins again", this.GetGrainId(), _outbox.Waiting);
        }
    }

    private void Arm(TimeSpan dueTime)
    {
        if (_armed)
            return;
        _armed = true;
        _timer ??= this.RegisterGrainTimer(_ => TickAsync(), new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    // A turn of its own, so that no call is half way through the state when it is saved. The journal is written beside.
    private async Task TickAsync()
    {
        _armed = false;
        if (_abandoned || _ending)
            return;
        if (_outbox.HasUnstored)
            await SaveAsync();
        _ = FlushAsync();
    }

    private async Task FlushAsync()
    {
        try
        {
            await _outbox.FlushAsync();
            _retry = Linger;
            if (_outbox.Waiting > 0)
                Arm(Linger);
        }
        catch (Exception) when (_ending)
        {
            // OnDeactivateAsync says what becomes of the rows.
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{Grain}: {Rows} rows could not be written to the journal, trying again in {Delay}", this.GetGrainId(), _outbox.Waiting, _retry);
            Arm(_retry);
            _retry = TimeSpan.FromTicks(Math.Min(_retry.Ticks * 2, LongestRetry.Ticks));
        }
    }
}

using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;
using TradingBot.Grains.Storage;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Grains.MarketData;

/// <summary>Takes the candles of a series off the stream and hands them to its followers, all at the same time.</summary>
[GrainType("candle-fanout")]
public sealed class CandleFanoutGrain(
    [PersistentState("candle-fanout", "grains")] IPersistentState<CandleFanoutRecord> record,
    TimeProvider timeProvider,
    ILogger<CandleFanoutGrain> logger) : Grain, ICandleFanoutGrain
{
    /// <summary>How long the slowest follower may hold the others up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Follower> _followers = [];
    private Follower[]? _snapshot;
    private SerialWriter _writer = null!;
    private CandleSeries _series;
    private StreamSubscriptionHandle<ClosedCandle>? _subscription;
    private bool _follows;
    private Task _joining = Task.CompletedTask;
    private long _last = ClosedCandle.None;
    private long _candles;
    private long _delivered;
    private long _failed;
    private long _skipped;

    private string Key => this.GetPrimaryKeyString();

    private IMarketDataGrain MarketData => GrainFactory.GetGrain<IMarketDataGrain>(_series.ToString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _series = CandleFanout.SeriesOf(Key);
        _writer = new(record.WriteStateAsync);
        foreach (var follower in record.State.Followers)
            _followers.Add(follower, Resolve(follower));
        foreach (var handle in await Stream().GetAllSubscriptionHandles())
        {
            // More than one is what a crash between subscribing and remembering can leave behind.
            if (_subscription is null && _followers.Count > 0)
                _subscription = await handle.ResumeAsync(OnNextAsync);
            else
                await handle.UnsubscribeAsync();
        }

        if (_followers.Count > 0)
        {
            try
            {
                await JoinOrLeaveAsync();
            }
            catch (Exception failure)
            {
                logger.LogWarning(failure, "{Fanout} cannot follow its series; the next registration tries again", Key);
            }
        }
    }

    public async Task RegisterAsync(GrainId follower)
    {
        var name = follower.ToString();
        var isNew = _followers.TryAdd(name, Resolve(name));
        if (isNew)
        {
            _snapshot = null;
            record.State.Followers.Add(name);
            await _writer.WriteAsync();
        }

        try
        {
            await JoinOrLeaveAsync();
        }
        catch when (isNew)
        {
            await UnregisterAsync(follower);
            throw;
        }
    }

    public async Task UnregisterAsync(GrainId follower)
    {
        var name = follower.ToString();
        if (!_followers.Remove(name))
            return;
        _snapshot = null;
        record.State.Followers.Remove(name);
        await _writer.WriteAsync();
        await JoinOrLeaveAsync();
    }

    public Task<FanoutStatus> GetStatusAsync() =>
        Task.FromResult(new FanoutStatus(_followers.Count, _candles, _delivered, _failed, _skipped));

    private async Task OnNextAsync(ClosedCandle candle, StreamSequenceToken? token)
    {
        // The last one is told again every minute, for those to whom it has not come.
        if (candle.Candle.OpenTime <= _last)
            return;
        _last = candle.Candle.OpenTime;
        _candles++;
        _snapshot ??= [.. _followers.Values];
        var deliveries = new List<Task>(_snapshot.Length);
        foreach (var follower in _snapshot)
        {
            if (follower.IsBusy)
            {
                _skipped++;
                MarketDataMetrics.FollowerSkipped();
            }
            else if (DeliverAsync(follower, candle) is { IsCompleted: false } delivery)
                deliveries.Add(delivery);
        }

        if (deliveries.Count == 0)
            return;
        try
        {
            await Task.WhenAll(deliveries).WaitAsync(Patience, timeProvider);
        }
        catch (TimeoutException)
        {
            logger.LogWarning("{Fanout}: {Count} of {All} followers are still busy with candle {OpenTime}", Key,
                deliveries.Count(d => !d.IsCompleted), _snapshot?.Length ?? _followers.Count, candle.Candle.OpenTime);
        }
    }

    private async Task DeliverAsync(Follower follower, ClosedCandle candle)
    {
        follower.IsBusy = true;
        MarketDataMetrics.HandedOut();
        try
        {
            await follower.Grain.OnCandleAsync(_series, candle);
            _delivered++;
        }
        catch (Exception failure)
        {
            _failed++;
            logger.LogWarning(failure, "{Fanout}: {Follower} failed to take candle {OpenTime}", Key, follower.Name, candle.Candle.OpenTime);
        }
        finally
        {
            follower.IsBusy = false;
            MarketDataMetrics.Taken();
        }
    }

    // One after the other, since registrations interleave; what counts is who is registered when it is a call's turn.
    private Task JoinOrLeaveAsync()
    {
        if (_joining.IsCompletedSuccessfully && _follows == _followers.Count > 0)
            return Task.CompletedTask;
        return _joining = AfterAsync(_joining);

        async Task AfterAsync(Task before)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (_followers.Count > 0 && !_follows)
                await JoinAsync();
            else if (_followers.Count == 0 && (_follows || _subscription is not null))
                await LeaveAsync();
        }
    }

    private async Task JoinAsync()
    {
        var isNew = _subscription is null;
        _subscription ??= await Stream().SubscribeAsync(OnNextAsync);
        await MarketData.FollowAsync(Key);
        // Who begins to follow begins with the next candle.
        if (isNew && (await MarketData.GetStatusAsync()).Last is { } last)
            _last = Math.Max(_last, last.OpenTime);
        _follows = true;
    }

    private async Task LeaveAsync()
    {
        _follows = false;
        await MarketData.UnfollowAsync(Key);
        if (_subscription is { } subscription)
        {
            _subscription = null;
            await subscription.UnsubscribeAsync();
        }
    }

    private IAsyncStream<ClosedCandle> Stream() => this.GetStreamProvider(CandleStreams.Provider)
        .GetStream<ClosedCandle>(StreamId.Create(CandleStreams.Namespace, _series.ToString()));

    private Follower Resolve(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return new(name, GrainFactory.GetGrain<ICandleFollower>(GrainId.Create(name[..slash], name[(slash + 1)..])));
    }

    private sealed class Follower(string name, ICandleFollower grain)
    {
        public string Name => name;

        public ICandleFollower Grain => grain;

        public bool IsBusy { get; set; }
    }
}

/// <summary>What a fan-out grain keeps.</summary>
[GenerateSerializer, Alias("candle-fanout-record")]
public sealed class CandleFanoutRecord
{
    /// <summary>Grain ids of the followers, <c>type/key</c>.</summary>
    [Id(0)]
    public HashSet<string> Followers { get; set; } = [];
}

using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;
using TradingBot.Exchange.Diagnostics;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Replay;
using TradingBot.Grains.Storage;
using TradingBot.MarketData;

namespace TradingBot.Grains.MarketData;

/// <summary>
/// Opens the feed of a series while somebody follows it, and publishes what <see cref="CandleSequencer"/> makes of it.
/// <para>
/// Everything that changes the series (frames, fills, opening, closing) is an ordinary call and so runs alone; what interleaves
/// only reads it, or changes the set of followers.
/// </para>
/// </summary>
[GrainType("market-data")]
public sealed class MarketDataGrain(
    [PersistentState("market-data", "grains")] IPersistentState<MarketDataRecord> record,
    ICandleFeed feed,
    MarketDataOptions options,
    TimeProvider timeProvider,
    ILogger<MarketDataGrain> logger) : Grain, IMarketDataGrain, IMarketDataFeedGrain, IRemindable
{
    private const string KeepAlive = "keep-alive";
    private static readonly TimeSpan KeepAlivePeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Backoff _backoff = new();
    private CandleSeries _series;
    private CandleSequencer _sequencer = null!;
    private StalenessWatch _watch = null!;
    private SerialWriter _writer = null!;
    private CandlePublisher _publisher = null!;
    private HistoryFiller _filler = null!;
    private IAsyncStream<ClosedCandle> _stream = null!;
    private IAsyncDisposable? _subscription;
    private IGrainTimer? _retry;
    private bool _retryPending;
    private bool _keepsWholeHistory;
    private SequencerCounts _counted;
    private MarketDataCondition _condition;
    private string _reason = "Nobody follows the series.";

    private MarketDataRecord Record => record.State;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _series = CandleSeries.Parse(this.GetPrimaryKeyString());
        _sequencer = new(_series.Interval);
        _watch = new(_series.Interval, options.Pace, timeProvider);
        _writer = new(record.WriteStateAsync);
        _stream = this.GetStreamProvider(CandleStreams.Provider)
            .GetStream<ClosedCandle>(StreamId.Create(CandleStreams.Namespace, _series.ToString()));
        _publisher = new(Record, _writer.WriteAsync, PublishAsync, timeProvider);
        _filler = new(_series, feed, _sequencer, _publisher, _backoff, timeProvider, logger);
        if (Record.Followers.Count > 0)
            await TryOpenAsync();
    }

    private IFollowedSeriesGrain FollowedSeries => GrainFactory.GetGrain<IFollowedSeriesGrain>(IFollowedSeriesGrain.Key);

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await CloseFeedAsync();
        await _publisher.FlushAsync();
    }

    public async Task<ImmutableArray<Candle>> GetCandlesAsync(long? from, long? to, int limit)
    {
        HistoryLimits.Check(limit);
        if (Record.Followers.Count == 0)
            return await feed.GetHistoryAsync(_series, from, to, limit, CancellationToken.None);
        if (_subscription is null)
            await this.AsReference<IMarketDataFeedGrain>().ReconcileAsync();

        var last = Math.Min(to ?? long.MaxValue, _publisher.Visible);
        if (last < 0)
            return [];
        var kept = _sequencer.Query(from, last, limit);
        var isComplete = (_keepsWholeHistory && _sequencer.Kept < CandleSequencer.Capacity)
            || (from is { } first ? _sequencer.Covers(first) : kept.Length == limit);
        return isComplete ? kept : await feed.GetHistoryAsync(_series, from, last, limit, CancellationToken.None);
    }

    public Task<MarketDataStatus> GetStatusAsync()
    {
        var counts = _sequencer.Counts;
        return Task.FromResult(new MarketDataStatus(
            _series, _condition, _reason, _sequencer.Last, Record.Followers.Count, _watch.Silence,
            _condition != MarketDataCondition.Ended && _watch.IsStale, _sequencer.Pending, _sequencer.Needed?.Reason,
            counts.Emitted, counts.Filled, counts.Duplicates, counts.Rejected, _sequencer.LastRejection));
    }

    public async Task FollowAsync(string follower)
    {
        if (Record.Followers.Add(follower))
            await _writer.WriteAsync();
        if (_subscription is not null)
            return;
        try
        {
            await this.AsReference<IMarketDataFeedGrain>().ReconcileAsync();
        }
        catch (Exception failure) when (IsFinal(failure))
        {
            // The one who asks for something impossible learns it; nothing of it stays.
            await UnfollowAsync(follower);
            throw;
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{Series} cannot be opened yet; it is tried again", _series);
        }
    }

    public async Task UnfollowAsync(string follower)
    {
        if (!Record.Followers.Remove(follower))
            return;
        Record.WasIdle |= Record.Followers.Count == 0;
        await _writer.WriteAsync();
        // Not awaited: the delivery under way may be what the caller is part of.
        if (Record.Followers.Count == 0)
            _ = ReconcileLaterAsync();
    }

    public async Task ReconcileAsync()
    {
        if (Record.Followers.Count == 0)
            await CloseAsync();
        else if (_subscription is null)
            await OpenAsync();
    }

    public async Task OnKlineAsync(Candle candle, bool isClosed)
    {
        // A frame of a subscription that has just ended.
        if (_subscription is null)
            return;
        _watch.FrameSeen();
        await _publisher.PublishAsync();
        _sequencer.OnKline(candle, isClosed, _publisher.Due);
        await _publisher.PublishAsync();
        await FillAsync();
        Count();
    }

    public async Task OnConditionAsync(MarketDataCondition condition, string reason)
    {
        if (_subscription is null)
            return;
        Report(condition, reason);
        // A recording that is at its end is silent for good.
        if (condition == MarketDataCondition.Ended)
            MarketDataMetrics.Close(_watch);
        await _publisher.FlushAsync();
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await _publisher.FlushAsync();
        if (Record.Followers.Count == 0)
            await CloseAsync();
        else if (_subscription is null)
            await TryOpenAsync();
        else if (_watch.IsStale && _condition != MarketDataCondition.Ended)
            await _filler.CatchUpAsync(_watch.Silence);
        Count();
        // A stream loses what is in the hands of a silo that dies. By the next candle, which may be a day away, all would know.
        if (_sequencer.Query(null, _publisher.Visible, 2) is [var before, var last])
            await _stream.OnNextAsync(new(last, before.OpenTime));
    }

    private async Task OpenAsync()
    {
        Report(MarketDataCondition.Connecting, "The feed is being opened.");
        try
        {
            // It may have been stored just before a crash, so this is not left to the first time.
            if (await this.GetReminder(KeepAlive) is null)
                await this.RegisterOrUpdateReminder(KeepAlive, KeepAlivePeriod, KeepAlivePeriod);
            using var patience = new CancellationTokenSource(Patience, timeProvider);
            await SubscribeAsync(patience.Token);
            await FollowedSeries.AddAsync(_series);
            _backoff.Reset();
        }
        catch (Exception failure)
        {
            Report(MarketDataCondition.Disconnected, failure.Message);
            if (!IsFinal(failure))
                RetryLater();
            throw;
        }
    }

    private async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        var last = Record.LastPublished;
        ImmutableArray<Candle>? history = null;
        if (last < 0 || Record.WasIdle)
        {
            // A series that nobody followed for longer than history is kept begins anew instead of telling all that was missed.
            var newest = await feed.GetHistoryAsync(_series, null, null, CandleSequencer.Capacity, cancellationToken);
            if (!newest.IsEmpty && (last < 0 || newest[0].OpenTime > last))
            {
                last = newest[^1].OpenTime;
                history = newest;
            }
        }

        // Before the history is read: subscribing tells a simulated or recorded market how far its time has come.
        var subscription = await feed.SubscribeAsync(
            _series, last < 0 ? null : last, new FeedSink(this.AsReference<IMarketDataFeedGrain>()), cancellationToken);
        try
        {
            history ??= last < 0
                ? []
                : await feed.GetHistoryAsync(_series, null, last, CandleSequencer.Capacity, cancellationToken);
            if (Record.LastPublished != last || Record.WasIdle)
            {
                (Record.LastPublished, Record.WasIdle) = (last, false);
                await _writer.WriteAsync();
            }
        }
        catch
        {
            await subscription.DisposeAsync();
            throw;
        }

        _sequencer.Restore(history.Value.AsSpan(), last);
        _keepsWholeHistory = history.Value.Length < CandleSequencer.Capacity;
        _publisher.BeginBehind(last);
        _watch.FrameSeen();
        _subscription = subscription;
        MarketDataMetrics.Open(_watch);
    }

    private async Task CloseAsync()
    {
        await CloseFeedAsync();
        await _publisher.FlushAsync();
        if (await this.GetReminder(KeepAlive) is { } reminder)
            await this.UnregisterReminder(reminder);
        await FollowedSeries.RemoveAsync(_series);
        Report(MarketDataCondition.Idle, "Nobody follows the series.");
    }

    private async Task CloseFeedAsync()
    {
        if (_subscription is not { } subscription)
            return;
        _subscription = null;
        MarketDataMetrics.Close(_watch);
        await subscription.DisposeAsync();
    }

    // The span ends before the followers begin: each of their decisions is a trace of its own, linked to this one.
    private Task PublishAsync(ClosedCandle candle)
    {
        MarketDataMetrics.Published(options.IsRealTime
            ? timeProvider.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(_series.Interval.NextOpenTime(candle.Candle.OpenTime))
            : null);
        using (var span = Tracing.StartRoot("publish candle", ActivityKind.Producer))
        {
            if (span is not null)
            {
                span.SetTag("series", _series.ToString()).SetTag("open_time", candle.Candle.OpenTime);
                candle = candle with { Trace = span.Id };
            }
        }

        return _stream.OnNextAsync(candle);
    }

    private void Count()
    {
        var counts = _sequencer.Counts;
        var filled = counts.Filled - _counted.Filled;
        MarketDataMetrics.Counted(counts.Emitted - _counted.Emitted - filled, filled);
        _counted = counts;
    }

    private async Task FillAsync()
    {
        if (!_retryPending && !await _filler.FillAsync())
            RetryLater();
    }

    private void RetryLater()
    {
        _retryPending = true;
        _retry ??= this.RegisterGrainTimer(RetryAsync, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _retry.Change(_backoff.Next(), Timeout.InfiniteTimeSpan);
    }

    private async Task RetryAsync(CancellationToken cancellationToken)
    {
        _retryPending = false;
        if (_subscription is not null)
        {
            await FillAsync();
            Count();
        }
        else if (Record.Followers.Count > 0)
            await TryOpenAsync();
    }

    private async Task TryOpenAsync()
    {
        try
        {
            await OpenAsync();
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{Series} cannot be opened; it is tried again", _series);
        }
    }

    private async Task ReconcileLaterAsync()
    {
        try
        {
            await this.AsReference<IMarketDataFeedGrain>().ReconcileAsync();
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{Series} could not be closed; the next reminder closes it", _series);
        }
    }

    private void Report(MarketDataCondition condition, string reason)
    {
        if (_condition != condition)
            logger.LogInformation("{Series} is {Condition}: {Reason}", _series, condition, reason);
        (_condition, _reason) = (condition, reason);
    }

    private static bool IsFinal(Exception failure) =>
        failure is UnknownSymbolException or UnavailableIntervalException or CandleFileException;
}

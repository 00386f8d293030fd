using System.Collections.Concurrent;
using System.Collections.Immutable;
using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Exchange.Simulation;

/// <summary>
/// A market made from a seed. The candle of a symbol, interval and open time is always the same, in every process and whatever
/// was asked before, and all intervals of a symbol agree with each other.
/// <para>
/// The market has a time of its own, and nothing of its future can be seen: a candle is in the history from its close on.
/// With a speed above zero that time runs from <see cref="DefaultStart"/> (or the configured start) for all series together.
/// At speed 0 every series begins there by itself and is delivered as fast as its sink takes it; its time is the close of the
/// last candle delivered. Subscribing behind a candle says that its close has been reached, so a restart goes on where it was.
/// </para>
/// <para>Sends closed klines only: they never get lost on the way, so the frames of candles that open would say nothing new.</para>
/// </summary>
public sealed class SimulatedFeed : ICandleFeed
{
    /// <summary>Where the market's time begins by default: 2025-01-01T00:00Z.</summary>
    public static readonly DateTimeOffset DefaultStart = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The earliest start: the day all symbols were listed, 2020-01-01.</summary>
    public static readonly DateTimeOffset EarliestStart = DateTimeOffset.FromUnixTimeMilliseconds(SimulatedMarket.Listed);

    /// <summary>The latest start, 9000-01-01, where the market ends.</summary>
    public static readonly DateTimeOffset LatestStart = DateTimeOffset.FromUnixTimeMilliseconds(SimulatedMarket.End);

    private readonly ConcurrentDictionary<CandleSeries, long> _reached = new();
    private readonly Dictionary<MarketSymbol, SimulatedMarket> _markets;
    private readonly TimeProvider _timeProvider;
    private readonly SimulatedClock? _clock;
    private readonly long _start;

    /// <summary>Makes the market; its time starts to run now.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="speed">How many times faster than real time, above 0 to 1,000,000; 0 for as fast as possible.</param>
    /// <param name="start">Where the market's time begins.</param>
    /// <param name="timeProvider">Real time.</param>
    /// <exception cref="ArgumentOutOfRangeException">Speed or start is out of range.</exception>
    public SimulatedFeed(ulong seed, double speed, DateTimeOffset start, TimeProvider timeProvider)
    {
        if (!(speed is >= 0 and <= MarketDataOptions.MaxSpeed))
            throw new ArgumentOutOfRangeException(nameof(speed), speed, $"The speed must be 0 to {MarketDataOptions.MaxSpeed}.");
        ArgumentOutOfRangeException.ThrowIfLessThan(start, EarliestStart);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, LatestStart);
        _start = start.ToUnixTimeMilliseconds();
        _timeProvider = timeProvider;
        _clock = speed > 0 ? new(timeProvider, _start, speed) : null;
        _markets = SimulatedSymbol.Catalogue.ToDictionary(s => s.Info.Id, s => new SimulatedMarket(s, seed));
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<SymbolInfo>> GetSymbolsAsync(MarketType market, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ImmutableArray.CreateRange(_markets.Values.Select(m => m.Info).Where(s => s.Id.Market == market)));

    /// <inheritdoc/>
    /// <exception cref="UnknownSymbolException">The simulated market has no such symbol.</exception>
    public Task<ImmutableArray<Candle>> GetHistoryAsync(
        CandleSeries series, long? from, long? to, int limit, CancellationToken cancellationToken)
    {
        var market = Find(series.Symbol);
        HistoryLimits.Check(limit);
        // A month of history is made from tens of thousands of minutes: not on the caller's thread.
        return Task.Run(() => ReadHistory(market, series, from, to, limit, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="UnknownSymbolException">The simulated market has no such symbol.</exception>
    public Task<IAsyncDisposable> SubscribeAsync(
        CandleSeries series, long? after, ICandleFeedSink sink, CancellationToken cancellationToken)
    {
        var market = Find(series.Symbol);
        var interval = series.Interval;
        long first;
        if (after is null)
        {
            first = interval.OpenTimeOf(Now(series));
        }
        else
        {
            var last = Math.Clamp(after.Value, SimulatedMarket.FirstOpenTime(interval), SimulatedMarket.End);
            first = interval.NextOpenTime(interval.OpenTimeOf(last));
            if (after >= SimulatedMarket.FirstOpenTime(interval))
                Reach(series, Math.Min(first, SimulatedMarket.End));
            else
                first = SimulatedMarket.FirstOpenTime(interval);
        }

        var subscription = new SimulatedSubscription(this, market, series, first, sink, _timeProvider);
        subscription.Start();
        return Task.FromResult<IAsyncDisposable>(subscription);
    }

    /// <summary>How long in real time until the market reaches a moment; at speed 0 it reaches it at once.</summary>
    internal TimeSpan WaitFor(CandleSeries series, long closeTime)
    {
        if (_clock is not null)
            return _clock.Until(closeTime);
        Reach(series, closeTime);
        return TimeSpan.Zero;
    }

    private void Reach(CandleSeries series, long time)
    {
        if (_clock is not null)
            _clock.AdvanceTo(time);
        else
            _reached.AddOrUpdate(series, time, (_, before) => Math.Max(before, time));
    }

    private long Now(CandleSeries series) => _clock?.Now ?? Math.Max(_start, _reached.GetValueOrDefault(series));

    private ImmutableArray<Candle> ReadHistory(
        SimulatedMarket market, CandleSeries series, long? from, long? to, int limit, CancellationToken cancellationToken)
    {
        var interval = series.Interval;
        var first = SimulatedMarket.FirstOpenTime(interval);
        var forming = interval.OpenTimeOf(Now(series));
        if (forming <= first || to < first || from >= forming)
            return [];
        var last = interval.OpenTimeOf(Math.Min(forming - 1, to ?? long.MaxValue));

        long begin;
        if (from is { } wanted)
        {
            begin = Math.Max(first, wanted);
            if (interval.OpenTimeOf(begin) is var aligned && aligned != begin)
                begin = interval.NextOpenTime(aligned);
        }
        else
        {
            begin = last;
            for (var i = 1; i < limit && begin > first; i++)
                begin = interval.OpenTimeOf(begin - 1);
        }

        var candles = ImmutableArray.CreateBuilder<Candle>();
        for (var time = begin; time <= last && candles.Count < limit; time = interval.NextOpenTime(time))
        {
            cancellationToken.ThrowIfCancellationRequested();
            candles.Add(market.At(interval, time));
        }

        return candles.DrainToImmutable();
    }

    private SimulatedMarket Find(MarketSymbol symbol) =>
        _markets.TryGetValue(symbol, out var market)
            ? market
            : throw new UnknownSymbolException(symbol, "the simulated market has BTCUSDT, ETHUSDT and others of the main symbols");
}

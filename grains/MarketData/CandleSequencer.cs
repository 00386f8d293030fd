using System.Collections.Immutable;
using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Grains.MarketData;

/// <summary>
/// Turns what a feed delivers (with holes, duplicates, disorder and rubbish) and what history answers into the series itself:
/// each closed candle once and in order. Does no I/O: <see cref="Needed"/> says what the caller must fetch.
/// <para>
/// A candle that follows its predecessor directly is passed on at once. One behind a hole waits until history has answered the
/// range up to and including it: that an outage has no candles can be told from candles that got lost only by history going on
/// behind the hole, and a frame whose open time is rubbish does not come back from history.
/// </para>
/// </summary>
public sealed class CandleSequencer
{
    /// <summary>Closed candles that are kept for queries.</summary>
    public const int Capacity = 1_500;

    /// <summary>How many answers without a candle it takes until the word of the stream is dropped.</summary>
    public const int MaxAttempts = 3;

    private const int MaxPending = 1_500;
    private const long EndOfCalendar = 253_370_764_800_000; // 9999-01-01

    private readonly SortedDictionary<long, (Candle Candle, bool FromHistory)> _pending = [];
    private readonly CandleRing _ring = new(Capacity);
    private readonly CandleInterval _interval;

    // Where an empty series begins: nothing before the first frame is asked for.
    private long _begin = ClosedCandle.None;

    // The highest open time that a frame has shown to be closed, and why it is missing.
    private long _target = ClosedCandle.None;
    private string _targetReason = "";

    // Up to here history has told everything.
    private long _known = ClosedCandle.None;
    private int _attempts;
    private SequencerCounts _counts;

    public CandleSequencer(CandleInterval interval) => _interval = interval;

    /// <summary>Open time of the last candle emitted or restored; -1 for none.</summary>
    public long LastOpenTime { get; private set; } = ClosedCandle.None;

    public Candle? Last => _ring.Last;

    public SequencerCounts Counts => _counts;

    /// <summary>Why the last invalid candle was rejected.</summary>
    public string? LastRejection { get; private set; }

    /// <summary>Candles that wait behind a hole.</summary>
    public int Pending => _pending.Count;

    /// <summary>The range to fetch from history, oldest first, or null when nothing is missing. Stays until answered.</summary>
    public HistoryRequest? Needed =>
        _target > LastOpenTime ? new(FirstMissing, _target, _targetReason) : null;

    /// <summary>The range behind the last candle, for asking history while the stream is silent; null when nothing was emitted yet.</summary>
    public HistoryRequest? Following(long to, string reason) =>
        LastOpenTime >= 0 ? new(_interval.NextOpenTime(LastOpenTime), to, reason) : null;

    private long FirstMissing => LastOpenTime >= 0 ? _interval.NextOpenTime(LastOpenTime) : _begin;

    /// <summary>Starts behind candles that were emitted earlier; drops everything else.</summary>
    /// <param name="history">Those candles in order, as many as are known.</param>
    /// <param name="lastOpenTime">Open time of the last one emitted; -1 to begin with what comes first.</param>
    public void Restore(ReadOnlySpan<Candle> history, long lastOpenTime)
    {
        _ring.Clear();
        _pending.Clear();
        _begin = _target = _known = ClosedCandle.None;
        _attempts = 0;
        foreach (ref readonly var candle in history)
        {
            if (candle.Invalidity() is null && candle.OpenTime <= lastOpenTime
                && (_ring.Count == 0 || candle.OpenTime > _ring[_ring.Count - 1].OpenTime))
                _ring.Add(candle);
        }

        LastOpenTime = lastOpenTime;
    }

    /// <summary>A frame of the stream.</summary>
    /// <param name="candle">The kline.</param>
    /// <param name="isClosed">Whether the frame says that the candle is closed.</param>
    /// <param name="output">Receives what is now due.</param>
    public void OnKline(in Candle candle, bool isClosed, ICollection<ClosedCandle> output)
    {
        var openTime = candle.OpenTime;
        if (openTime < 0 || openTime >= EndOfCalendar)
        {
            Reject($"open time {openTime} is out of range");
            return;
        }

        var aligned = _interval.OpenTimeOf(openTime);
        if (!isClosed)
        {
            // Only the time of a forming candle means anything: all before it are closed.
            if (LastOpenTime >= 0 || _begin >= 0)
                Expect(_interval.OpenTimeOf(Math.Max(0, aligned - 1)), "its successor came without it");
            return;
        }

        if (aligned <= LastOpenTime || _pending.ContainsKey(openTime))
        {
            _counts = _counts with { Duplicates = _counts.Duplicates + 1 };
            return;
        }

        if (LastOpenTime < 0 && (_begin < 0 || aligned < _begin))
            _begin = aligned;
        var invalidity = aligned == openTime
            ? candle.Invalidity()
            : $"open time {openTime} is not on the grid of {_interval}";
        if (invalidity is not null)
        {
            Reject(invalidity);
            Expect(aligned, invalidity);
            return;
        }

        Hold(candle, fromHistory: false);
        Expect(openTime, "candles before it are missing");
        Emit(output);
    }

    /// <summary>The answer of history to a request.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="answer">Closed candles in order, the oldest of the range first; may be cut off by a limit.</param>
    /// <param name="output">Receives what is now due.</param>
    public void OnHistory(HistoryRequest request, ReadOnlySpan<Candle> answer, ICollection<ClosedCandle> output)
    {
        var before = LastOpenTime;
        var leavesNoHole = request.From <= FirstMissing;
        foreach (ref readonly var candle in answer)
        {
            if (candle.OpenTime < request.From || candle.OpenTime > request.To || candle.OpenTime <= LastOpenTime)
                continue;
            if (candle.Invalidity() is { } invalidity)
            {
                Reject($"history: {invalidity}");
                // Asked for again, with all that follows. Where history insists on it, there is no such candle.
                if (_attempts + 1 < MaxAttempts)
                    break;
                continue;
            }

            Hold(candle, fromHistory: true);
            if (leavesNoHole)
                _known = Math.Max(_known, candle.OpenTime);
            Emit(output);
        }

        if (LastOpenTime > before)
            _attempts = 0;
        else if (Needed is not null && ++_attempts >= MaxAttempts)
            GiveUp();
    }

    /// <inheritdoc cref="CandleRing.Query"/>
    public ImmutableArray<Candle> Query(long? from, long? to, int limit) => _ring.Query(from, to, limit);

    /// <summary>Candles that are kept for queries.</summary>
    public int Kept => _ring.Count;

    /// <summary>True when the kept candles reach back to an open time, so that a query from there is complete.</summary>
    public bool Covers(long openTime) => _ring.Count > 0 && _ring[0].OpenTime <= openTime;

    private void Expect(long openTime, string reason)
    {
        if (openTime <= Math.Max(LastOpenTime, _target))
            return;
        _target = openTime;
        _targetReason = reason;
        _attempts = 0;
    }

    private void Hold(in Candle candle, bool fromHistory)
    {
        // What history says replaces what the stream said.
        _pending[candle.OpenTime] = (candle, fromHistory);
        if (_pending.Count > MaxPending)
        {
            var newest = _pending.Keys.Last();
            _pending.Remove(newest);
            _known = Math.Min(_known, newest - 1);
            _counts = _counts with { Overflowed = _counts.Overflowed + 1 };
        }
    }

    private void Emit(ICollection<ClosedCandle> output)
    {
        while (_pending.Count > 0)
        {
            var (openTime, (candle, fromHistory)) = _pending.First();
            var isKnown = openTime <= _known;
            if (openTime != FirstMissing && !isKnown)
                return;
            _pending.Remove(openTime);
            if (isKnown && !fromHistory)
            {
                // History has passed this time without such a candle.
                _counts = _counts with { Unconfirmed = _counts.Unconfirmed + 1 };
                continue;
            }

            output.Add(new(candle, LastOpenTime));
            _ring.Add(candle);
            LastOpenTime = openTime;
            _counts = _counts with { Emitted = _counts.Emitted + 1, Filled = _counts.Filled + (fromHistory ? 1 : 0) };
        }
    }

    // History does not know what the stream has announced: lag beyond all patience, or rubbish. If it was real, the next
    // frame leads back to it.
    private void GiveUp()
    {
        _attempts = 0;
        _counts = _counts with { Unconfirmed = _counts.Unconfirmed + _pending.Count };
        _pending.Clear();
        _target = LastOpenTime;
        if (LastOpenTime < 0)
            _begin = ClosedCandle.None;
    }

    private void Reject(string reason)
    {
        LastRejection = reason;
        _counts = _counts with { Rejected = _counts.Rejected + 1 };
    }
}

using System.Collections.Immutable;
using TradingBot.MarketData;

namespace TradingBot.Exchange.Replay;

/// <summary>The recorded candles of one series, and how far their replay has come.</summary>
internal sealed class Recording
{
    private readonly Candle[] _candles;
    private long _reached = -1;

    private Recording(Candle[] candles) => _candles = candles;

    public int Count => _candles.Length;

    public Candle this[int index] => _candles[index];

    /// <summary>Puts several recordings of one series one behind the other.</summary>
    /// <exception cref="CandleFileException">Two of them overlap, or an open time is none of the interval's.</exception>
    public static Recording Join(IEnumerable<RecordedFile> files, CandleInterval interval)
    {
        var parts = files.Where(f => f.Content.Candles.Length > 0).OrderBy(f => f.Content.Candles[0].OpenTime).ToList();
        for (var i = 1; i < parts.Count; i++)
        {
            var (earlier, later) = (parts[i - 1].Content.Candles[^1].OpenTime, parts[i].Content.Candles[0].OpenTime);
            if (later <= earlier)
            {
                throw new CandleFileException(
                    parts[i].Path, $"begins at {later}, before {Path.GetFileName(parts[i - 1].Path)} ends at {earlier}; remove one of them.");
            }
        }

        foreach (var part in parts)
        {
            foreach (ref readonly var candle in part.Content.Candles.AsSpan())
            {
                if (interval.OpenTimeOf(candle.OpenTime) != candle.OpenTime)
                    throw new CandleFileException(part.Path, $"open time {candle.OpenTime} is not on the grid of {interval}.");
            }
        }

        return new(parts.Count == 1 ? parts[0].Content.Candles : [.. parts.SelectMany(f => f.Content.Candles)]);
    }

    /// <summary>Says that the candles up to an open time have been delivered.</summary>
    public void Reach(long openTime)
    {
        for (var reached = Volatile.Read(ref _reached); reached < openTime;)
        {
            var seen = Interlocked.CompareExchange(ref _reached, openTime, reached);
            if (seen == reached)
                return;
            reached = seen;
        }
    }

    /// <summary>The number of candles older than an open time.</summary>
    public int IndexOf(long openTime)
    {
        var (low, high) = (0, _candles.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (_candles[middle].OpenTime < openTime)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    public ImmutableArray<Candle> Query(long? from, long? to, int limit)
    {
        var last = Math.Min(Volatile.Read(ref _reached), to ?? long.MaxValue);
        var end = last < 0 ? 0 : last == long.MaxValue ? _candles.Length : IndexOf(last + 1);
        var first = from is null ? Math.Max(0, end - limit) : IndexOf(from.Value);
        var count = Math.Min(limit, end - first);
        return count <= 0 ? [] : ImmutableArray.Create(_candles, first, count);
    }
}

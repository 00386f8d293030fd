using System.Collections.Immutable;
using TradingBot.MarketData;

namespace TradingBot.Grains.MarketData;

/// <summary>The newest candles of a series in order. Takes no more room than it needs, and never more than its capacity.</summary>
public sealed class CandleRing(int capacity)
{
    private Candle[] _items = [];
    private int _start;

    public int Count { get; private set; }

    /// <summary>The <paramref name="index"/>-th oldest.</summary>
    public ref readonly Candle this[int index] => ref _items[(_start + index) % _items.Length];

    public Candle? Last => Count == 0 ? null : this[Count - 1];

    /// <summary>Adds a candle that is newer than all the others; the oldest leaves when there is no room.</summary>
    public void Add(in Candle candle)
    {
        if (Count > 0 && candle.OpenTime <= this[Count - 1].OpenTime)
            throw new ArgumentException($"The candle {candle.OpenTime} is not newer than {this[Count - 1].OpenTime}.", nameof(candle));
        if (Count == _items.Length && Count < capacity)
            Grow();
        if (Count < _items.Length)
        {
            _items[(_start + Count++) % _items.Length] = candle;
            return;
        }

        _items[_start] = candle;
        _start = (_start + 1) % _items.Length;
    }

    public void Clear() => (Count, _start) = (0, 0);

    /// <summary>
    /// Candles from <paramref name="from"/> to <paramref name="to"/>, both inclusive, oldest first: the oldest
    /// <paramref name="limit"/> of them when <paramref name="from"/> is given, else the newest.
    /// </summary>
    public ImmutableArray<Candle> Query(long? from, long? to, int limit)
    {
        var first = from is null ? 0 : IndexOf(from.Value);
        var end = to is null ? Count : to == long.MaxValue ? Count : IndexOf(to.Value + 1);
        var count = Math.Min(limit, end - first);
        if (count <= 0)
            return [];
        if (from is null)
            first = end - count;
        var result = ImmutableArray.CreateBuilder<Candle>(count);
        for (var i = first; i < first + count; i++)
            result.Add(this[i]);
        return result.MoveToImmutable();
    }

    // The number of candles older than a time.
    private int IndexOf(long openTime)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (this[middle].OpenTime < openTime)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private void Grow()
    {
        var items = new Candle[Math.Min(capacity, Math.Max(64, _items.Length * 2))];
        for (var i = 0; i < Count; i++)
            items[i] = this[i];
        (_items, _start) = (items, 0);
    }
}

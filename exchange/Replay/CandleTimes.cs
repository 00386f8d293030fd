using System.Runtime.InteropServices;
using TradingBot.MarketData;

namespace TradingBot.Exchange.Replay;

/// <summary>Checks the order of a file's open times and keeps count of the distances between them.</summary>
internal sealed class CandleTimes(CandleInterval? interval)
{
    // Almost all rows are one interval apart, so the current run of equal spacings is counted outside the dictionary.
    private readonly Dictionary<long, long> _spacings = [];
    private long _spacing;
    private long _count;
    private long _first;
    private long _last;
    private (long After, long Spacing) _longest;

    public long Rows { get; private set; }

    /// <summary>Takes the open time of the next row.</summary>
    /// <returns>Null, or why it may not follow the one before it.</returns>
    /// <summary>The last open time; -1 before the first.</summary>
    public long Last => Rows == 0 ? -1 : _last;

    public string? Add(long openTime)
    {
        var spacing = openTime - _last;
        if (Rows == 0)
        {
            _first = openTime;
        }
        else
        {
            if (spacing != _spacing && StartSpacing(openTime, spacing) is { } disorder)
                return disorder;
            _count++;
        }

        Rows++;
        _last = openTime;
        return null;
    }

    public CandleFileSummary Summary()
    {
        var spacings = new Dictionary<long, long>(_spacings);
        if (_count > 0)
            CollectionsMarshal.GetValueRefOrAddDefault(spacings, _spacing, out _) += _count;
        var typical = spacings.OrderByDescending(static s => s.Value).ThenBy(static s => s.Key).FirstOrDefault().Key;
        var step = interval ?? (CandleInterval.TryFromLength(typical, out var inferred) ? inferred : null);

        var longestStep = step?.MaxLength ?? typical;
        var shortestStep = step?.Name == "1M" ? 28 * 86_400_000L : longestStep;
        // 30.436875 days: the mean month of the Gregorian calendar.
        long Missing(long spacing) => shortestStep == longestStep
            ? Math.Max(0, spacing / longestStep - 1)
            : Math.Max(0, (long)Math.Round(spacing / 2_629_746_000.0) - 1);

        var holes = spacings.Where(s => s.Key > longestStep).ToList();
        return new(
            Rows,
            _first,
            _last,
            step,
            (int)holes.Sum(static s => s.Value),
            holes.Sum(s => Missing(s.Key) * s.Value),
            holes.Count > 0 ? new CandleFileHole(_longest.After, Missing(_longest.Spacing)) : null,
            typical,
            spacings.Where(s => s.Key >= shortestStep && s.Key <= longestStep).Sum(static s => s.Value));
    }

    private string? StartSpacing(long openTime, long spacing)
    {
        if (spacing == 0)
            return $"open time {openTime} a second time";
        if (spacing < 0)
            return $"open time {openTime} is before {_last} of the line before it";
        if (interval is { } step && spacing < step.MaxLength && step.OpenTimeOf(openTime) == step.OpenTimeOf(_last))
            return $"open time {openTime} is {spacing} ms after the line before it, in the same {step} candle";
        if (_count > 0)
            CollectionsMarshal.GetValueRefOrAddDefault(_spacings, _spacing, out _) += _count;
        (_spacing, _count) = (spacing, 0);
        if (spacing > _longest.Spacing)
            _longest = (_last, spacing);
        return null;
    }
}

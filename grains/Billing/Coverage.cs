using TradingBot.Billing;

namespace TradingBot.Grains.Billing;

/// <summary>Something that covers days from a moment on.</summary>
/// <param name="At">When it was paid or granted, milliseconds UTC.</param>
/// <param name="Id">Unique; tells covers of one moment apart.</param>
/// <param name="Days">Days that it covers.</param>
/// <param name="PlanId">The plan.</param>
/// <param name="Kind">What it is.</param>
public sealed record Cover(long At, string Id, int Days, string PlanId, CoverageKind Kind);

/// <summary>A covered stretch of time, milliseconds UTC, the end exclusive.</summary>
public sealed record CoveredTime(long Start, long End, Cover By);

/// <summary>
/// Which time is covered. Each cover begins where what was covered before it ends, or at its own moment if that is later: paying
/// early extends, paying late restarts. It depends on what there is, not on the order in which it became known.
/// </summary>
public sealed class Coverage
{
    private readonly List<CoveredTime> _times = [];

    /// <summary>Lays covers one behind the other.</summary>
    public Coverage(IEnumerable<Cover> covers)
    {
        foreach (var cover in covers.OrderBy(c => c.At).ThenBy(c => c.Kind).ThenBy(c => c.Id, StringComparer.Ordinal))
        {
            var start = Math.Max(End ?? long.MinValue, cover.At);
            _times.Add(new(start, start + (cover.Days * BillingTerms.Day), cover));
        }
    }

    /// <summary>The end of all cover: the bill date. Null without any.</summary>
    public long? End => _times.Count > 0 ? _times[^1].End : null;

    /// <summary>The last cover.</summary>
    public Cover? Last => _times.Count > 0 ? _times[^1].By : null;

    /// <summary>What covers a moment; behind the end, the last cover.</summary>
    public Cover? At(long time) => (_times.Find(t => time < t.End) ?? _times.LastOrDefault())?.By;

    /// <summary>The end of what a cover covers; null when it is not among them.</summary>
    public long? EndOf(string id) => _times.Find(t => t.By.Id == id)?.End;
}

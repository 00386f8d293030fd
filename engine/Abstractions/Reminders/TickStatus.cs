namespace Orleans.Runtime;

/// <summary>The times of a reminder's tick, UTC.</summary>
[GenerateSerializer, Immutable]
public readonly struct TickStatus
{
    /// <summary>Makes one.</summary>
    public TickStatus(DateTime firstTickTime, TimeSpan period, DateTime timeStamp) =>
        (FirstTickTime, Period, CurrentTickTime) = (firstTickTime, period, timeStamp);

    /// <summary>When the reminder was first due.</summary>
    [Id(0)]
    public DateTime FirstTickTime { get; }

    /// <summary>Time between ticks.</summary>
    [Id(1)]
    public TimeSpan Period { get; }

    /// <summary>When this tick was sent.</summary>
    [Id(2)]
    public DateTime CurrentTickTime { get; }

    /// <inheritdoc/>
    public override string ToString() => $"first {FirstTickTime:O}, every {Period}, now {CurrentTickTime:O}";
}

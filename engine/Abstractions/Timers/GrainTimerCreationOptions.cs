using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>How a grain timer runs.</summary>
public readonly struct GrainTimerCreationOptions
{
    /// <summary>Makes options to be filled in.</summary>
    public GrainTimerCreationOptions()
    {
    }

    /// <summary>Makes options.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period) => (DueTime, Period) = (dueTime, period);

    /// <summary>Time to the first tick; infinite for none.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>From the end of one tick to the next; infinite for one tick only.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>True when ticks may run beside a call, at its awaits. False (default): ticks wait like calls do.</summary>
    public bool Interleave { get; init; }

    /// <summary>True when a tick keeps the activation from being idle. Default false.</summary>
    public bool KeepAlive { get; init; }
}

using System.Diagnostics;
using Orleans.Runtime;

namespace TradingBot.Engine.Calls;

/// <summary>Spans of the grain calls that are part of a trace. The source's name is <c>TradingBot.Engine</c>.</summary>
internal static class CallSpans
{
    private static readonly ActivitySource Source = new("TradingBot.Engine");

    /// <summary>Begins the span of a call; null when it is part of no trace, or nobody listens.</summary>
    public static Activity? Start(GrainMethod method, GrainId grain) =>
        // Most calls belong to no trace.
        Activity.Current is null ? null : Source.StartActivity(method.Name, ActivityKind.Server)?.SetTag("grain", grain.ToString());

    /// <summary>Ends the span when the call does.</summary>
    public static void End(Activity span, Task outcome)
    {
        if (outcome.IsCompleted)
            Stop(outcome, span);
        else
            _ = outcome.ContinueWith(Stop, span, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private static void Stop(Task outcome, object? state)
    {
        var span = (Activity)state!;
        if (outcome.IsFaulted)
            span.SetStatus(ActivityStatusCode.Error, outcome.Exception.InnerException!.GetType().Name);
        span.Dispose();
    }
}

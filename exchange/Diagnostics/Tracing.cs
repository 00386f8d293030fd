using System.Diagnostics;

namespace TradingBot.Exchange.Diagnostics;

/// <summary>
/// The spans of trading: one trace a decision, from the closed candle over the decision and its orders to their fills. Nothing is
/// allocated while nobody listens.
/// </summary>
public static class Tracing
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "TradingBot.Trading";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Whether spans are wanted at all.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>Begins a trace of its own, whatever this thread was doing before.</summary>
    /// <param name="name">Span name.</param>
    /// <param name="kind">Side of the span.</param>
    /// <param name="cause">W3C <c>traceparent</c> of what has led to it, which becomes a link.</param>
    public static Activity? StartRoot(string name, ActivityKind kind, string? cause = null)
    {
        if (!IsOn)
            return null;
        Activity.Current = null;
        ActivityLink[]? links = ActivityContext.TryParse(cause, null, isRemote: true, out var linked) ? [new(linked)] : null;
        return Source.StartActivity(name, kind, parentContext: default, links: links);
    }

    /// <summary>Begins a span below the current one.</summary>
    public static Activity? Start(string name, ActivityKind kind = ActivityKind.Internal) => Source.StartActivity(name, kind);

    /// <summary>Goes on with the trace that a durable record names; below the current span where it names none.</summary>
    /// <param name="name">Span name.</param>
    /// <param name="kind">Side of the span.</param>
    /// <param name="parent">W3C <c>traceparent</c>, or null.</param>
    public static Activity? Resume(string name, ActivityKind kind, string? parent) =>
        !IsOn ? null
        : ActivityContext.TryParse(parent, null, isRemote: true, out var context) ? Source.StartActivity(name, kind, context)
        : Source.StartActivity(name, kind);
}

using Orleans.Runtime;

namespace TradingBot.Engine.Calls;

/// <summary>Base of the generated proxies.</summary>
public abstract class GrainProxy : GrainReference
{
    // Where the grain was at the last call. An ended activation refuses, and the proxy looks again.
    private CallTarget? _target;

    /// <summary>Sends a call.</summary>
    /// <returns>The caller's task, of the type that the request says.</returns>
    protected Task Send(GrainRequest request)
    {
        if (_target?.TrySend(request) is { } task)
            return task;
        return Route.Send(Key, request, ref _target);
    }
}

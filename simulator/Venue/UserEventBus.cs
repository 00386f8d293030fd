using System.Text.Json.Nodes;
using TradingBot.Simulator.Faults;

namespace TradingBot.Simulator.Venue;

/// <summary>The way of user data events to those who listen, and what can happen to them on it. Under the venue's lock.</summary>
internal sealed class UserEventBus(FaultPlan faults, SimLog log, TimeProvider timeProvider, Lock gate)
{
    // By account and market: an event that waits to change places with the next one.
    private readonly Dictionary<(SimAccount Account, bool Usdm), JsonObject> _held = [];

    public void Emit(SimAccount account, bool usdm, JsonObject e)
    {
        var listeners = usdm ? account.UsdmListeners : account.SpotListeners;
        log.Add("event", new() { ["account"] = account.ApiKey, ["event"] = e.DeepClone() });
        if (Roll(FaultKind.LostEvents, account) is not null)
            return;
        if (Roll(FaultKind.LateEvents, account) is { } late)
        {
            _ = SendLaterAsync(listeners, e, late.Ms);
            return;
        }

        if (!_held.ContainsKey((account, usdm)) && Roll(FaultKind.ReorderEvents, account) is not null)
        {
            _held.Add((account, usdm), e);
            return;
        }

        Send(listeners, e);
        if (Roll(FaultKind.DuplicateEvents, account) is not null)
            Send(listeners, e);
        if (_held.Remove((account, usdm), out var held))
            Send(listeners, held);
    }

    private static void Send(List<Action<JsonObject>> listeners, JsonObject e)
    {
        foreach (var listener in listeners.ToArray())
            listener(e);
    }

    private FaultRule? Roll(string kind, SimAccount account)
    {
        var rule = faults.Roll(kind, account: account.ApiKey);
        if (rule is not null)
            log.Add("fault", new() { ["fault"] = kind, ["account"] = account.ApiKey, ["ms"] = kind == FaultKind.LateEvents ? rule.Ms : 0 });
        return rule;
    }

    private async Task SendLaterAsync(List<Action<JsonObject>> listeners, JsonObject e, int ms)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(ms), timeProvider);
        lock (gate)
            Send(listeners, e);
    }
}

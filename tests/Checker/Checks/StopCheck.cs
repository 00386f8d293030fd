using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Checker.Checks;

/// <summary>
/// A trader that has been stopped enters nothing, and without a position places nothing at all. A kill switch says the same for all of a
/// user's traders or for everybody's, whatever each of them is told by itself meanwhile.
/// </summary>
internal static class StopCheck
{
    public static IEnumerable<Finding> Check(Run run) => run.Traders.SelectMany(t => Check(run, t));

    private static IEnumerable<Finding> Check(Run run, string trader)
    {
        var commands = run.History.Notes.Commands.Where(c => c.IsFor(trader)).ToLookup(static c => c.IsSwitch, static c => new Change(c.At, c.Allows, !c.Allows, c.ToString()));
        var states = run.Journal.Events.Where(e => e.Trader == trader && e.Kind == "RunState")
            .Select(static e => new Change(e.RecordedAt, e.Text == "Running", e.Text == "Stopped", e.ToString()));
        return [.. Check(run, trader, [.. states.Concat(commands[false]).OrderBy(static c => c.At)]), .. Check(run, trader, [.. commands[true].OrderBy(static c => c.At)])];
    }

    private static IEnumerable<Finding> Check(Run run, string trader, List<Change> changes)
    {
        var underWay = run.History.Notes.Allowed.UnderWay;
        var rules = run.RulesOf(trader);
        var next = 0;
        var held = 0m;
        foreach (var step in run.StepsOf(trader))
        {
            // What was on its way when the command came has left before it; and the next command may be taken down a moment late.
            while (next < changes.Count && changes[next].At + underWay < step.At)
                next++;
            if (step.Kind == VenueStepKind.Filled)
                held += (step.Order.IsBuy ? step.Fill!.Quantity : -step.Fill!.Quantity) - (step.Fill.CommissionAsset == rules.BaseAsset ? step.Fill.Commission : 0);
            // The order that a triggered one makes is none that anybody places.
            if (step.Kind != VenueStepKind.Placed || !run.Intents[step.Order.ClientId].Accepted.Contains(step) || next == 0 || changes[next - 1].Allows
                || changes.Skip(next).TakeWhile(c => c.At - underWay <= step.At).Any(static c => c.Allows))
                continue;
            var stop = changes[next - 1];
            if (step.Order.IsBuy)
                yield return new(Invariants.EntryAfterStop, trader, step.At, null, $"{step.Order.ClientId} was placed {step.At - stop.At} ms after", [stop.Row, step.ToString()]);
            else if (stop.IsStop && rules.Sellable(held) == 0)
                yield return new(Invariants.OrderAfterStop, trader, step.At, null, $"{step.Order.ClientId} was placed without a position, {step.At - stop.At} ms after", [stop.Row, step.ToString()]);
        }
    }

    private sealed record Change(long At, bool Allows, bool IsStop, string Row);
}

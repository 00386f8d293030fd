using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Checker.Checks;

/// <summary>A trader that has been stopped enters nothing, and without a position places nothing at all.</summary>
internal static class StopCheck
{
    public static IEnumerable<Finding> Check(Run run) => run.Traders.SelectMany(t => Check(run, t));

    private static IEnumerable<Finding> Check(Run run, string trader)
    {
        var underWay = run.History.Notes.Allowed.UnderWay;
        var changes = run.Journal.Events.Where(e => e.Trader == trader && e.Kind == "RunState")
            .Select(static e => (At: e.RecordedAt, Allows: e.Text == "Running", IsStop: e.Text == "Stopped", Row: e.ToString()))
            .Concat(run.History.Notes.Commands.Where(c => c.IsFor(trader)).Select(static c => (c.At, c.Allows, IsStop: !c.Allows, Row: c.ToString())))
            .OrderBy(static c => c.At).ToList();
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
            if (step.Kind != VenueStepKind.Placed || next == 0 || changes[next - 1].Allows
                || changes.Skip(next).TakeWhile(c => c.At - underWay <= step.At).Any(static c => c.Allows))
                continue;
            var stop = changes[next - 1];
            if (step.Order.IsBuy)
                yield return new(Invariants.EntryAfterStop, trader, step.At, null, $"{step.Order.ClientId} was placed {step.At - stop.At} ms after", [stop.Row, step.ToString()]);
            else if (stop.IsStop && rules.Sellable(held) == 0)
                yield return new(Invariants.OrderAfterStop, trader, step.At, null, $"{step.Order.ClientId} was placed without a position, {step.At - stop.At} ms after", [stop.Row, step.ToString()]);
        }
    }
}

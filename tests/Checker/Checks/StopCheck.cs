using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Checker.Checks;

/// <summary>A trader that has been stopped enters nothing, and without a position places nothing at all.</summary>
internal static class StopCheck
{
    public static IEnumerable<Finding> Check(Run run) => run.Traders.SelectMany(t => Check(run, t));

    private static IEnumerable<Finding> Check(Run run, string trader)
    {
        var changes = new Queue<(long At, bool Allows, bool IsStop, string Row)>(
            run.Journal.Events.Where(e => e.Trader == trader && e.Kind == "RunState")
                .Select(static e => (e.RecordedAt, e.Text == "Running", e.Text == "Stopped", e.ToString()))
                .Concat(run.History.Notes.Commands.Where(c => c.IsFor(trader)).Select(static c => (c.At, c.Allows, !c.Allows, c.ToString())))
                .OrderBy(static c => c.Item1));
        var rules = run.RulesOf(trader);
        (long At, bool Allows, bool IsStop, string Row)? current = null;
        var held = 0m;
        foreach (var step in run.StepsOf(trader))
        {
            // What was on its way when the command came has left before it; with the next one it may be late or early.
            while (changes.TryPeek(out var next) && next.At + (next.Allows ? -run.History.Notes.Allowed.Clocks : run.History.Notes.Allowed.Clocks) < step.At)
                current = changes.Dequeue();
            if (step.Kind == VenueStepKind.Filled)
                held += (step.Order.IsBuy ? step.Fill!.Quantity : -step.Fill!.Quantity) - (step.Fill.CommissionAsset == rules.BaseAsset ? step.Fill.Commission : 0);
            if (step.Kind != VenueStepKind.Placed || current is not { Allows: false } stop)
                continue;
            if (step.Order.IsBuy)
                yield return new(Invariants.EntryAfterStop, trader, step.At, null, $"{step.Order.ClientId} was placed {step.At - stop.At} ms after", [stop.Row, step.ToString()]);
            else if (stop.IsStop && rules.Sellable(held) == 0)
                yield return new(Invariants.OrderAfterStop, trader, step.At, null, $"{step.Order.ClientId} was placed without a position, {step.At - stop.At} ms after", [stop.Row, step.ToString()]);
        }
    }
}

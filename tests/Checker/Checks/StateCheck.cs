using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Checker.Checks;

/// <summary>A trader's state is what the journal and the venue make of it.</summary>
internal static class StateCheck
{
    public static IEnumerable<Finding> Check(Run run) => [.. run.History.Traders.SelectMany(t => Check(run, t)), .. OpenOrders(run)];

    private static IEnumerable<Finding> Check(Run run, TraderSnapshot state)
    {
        var fills = run.Journal.Fills.Where(f => f.Trader == state.Trader).ToList();
        var trades = run.Journal.Trades.Where(t => t.Trader == state.Trader).ToList();
        if (state.InFlight.Length > 0)
            yield return Finding(Invariants.InFlight, $"{state.InFlight} has no answer yet");
        // What a wipe has taken, the trader has learnt from its account; what came since is its own.
        var held = run.WasWiped(state.Trader) ? SinceWipe(run, state.Trader) : fills.Sum(static f => f.Base);
        // Not of dust: no order tells whether it is there, also under a position that was bought since.
        var isDust = run.WasWiped(state.Trader) && run.RulesOf(state.Trader).Sellable(Math.Abs(held - state.Held)) == 0;
        if (held != state.Held && !isDust)
            yield return Finding(Invariants.HeldDiffers, $"its state holds {state.Held}, its fills add up to {held}");

        var differences = new List<string>();
        Same("trades", trades.Count, state.Trades);
        Same("wins", trades.Count(static t => t.Pnl > 0), state.Wins);
        Same("PnL", trades.Sum(static t => t.Pnl), state.Pnl);
        Same("fees", trades.Sum(static t => t.Fees), state.Fees);
        if (!run.WasWiped(state.Trader))
            Same("trades and open trade", fills.Sum(f => f.Quote(run.RulesOf(state.Trader).QuoteAsset)), trades.Sum(static t => t.Pnl) + state.OpenCash, "fills");
        if (differences.Count > 0)
            yield return Finding(Invariants.TotalsDiffer, string.Join("; ", differences));

        void Same(string what, decimal journal, decimal other, string source = "the journal")
        {
            if (journal != other)
                differences.Add($"{what} {other}, by {source} {journal}");
        }

        Finding Finding(string invariant, string text) => new(invariant, state.Trader, null, null, text, [state.ToString()]);
    }

    private static decimal SinceWipe(Run run, string trader)
    {
        var (held, rules, last) = (0m, run.RulesOf(trader), 0L);
        foreach (var step in run.StepsOf(trader).Where(static s => s.Kind == VenueStepKind.Filled))
        {
            if (run.IsWipedBetween(step.Order.Account, last, step.Seq))
                held = 0;
            last = step.Seq;
            held += (step.Order.IsBuy ? step.Fill!.Quantity : -step.Fill!.Quantity) - (step.Fill.CommissionAsset == rules.BaseAsset ? step.Fill.Commission : 0);
        }

        return last > 0 && run.IsWipedBetween(run.StepsOf(trader).First().Order.Account, last) ? 0 : held;
    }

    private static IEnumerable<Finding> OpenOrders(Run run)
    {
        var states = run.History.Traders.ToDictionary(static t => t.Trader);
        foreach (var (id, intent) in run.Intents.Where(static i => i.Value.IsOpen))
        {
            var trader = run.TraderOf(intent.Order);
            if (trader is null || !states.TryGetValue(trader, out var state) || !state.LiveOrders.Contains(id))
            {
                yield return new(
                    Invariants.OrphanOrder, trader ?? intent.Order.Account, intent.Steps[0].At, null, $"{id} is open at the venue and no trader knows it",
                    [.. intent.Steps.Select(static s => s.ToString()), .. trader is not null && states.TryGetValue(trader, out var known) ? [known.ToString()] : Array.Empty<string>()]);
            }
        }

        foreach (var state in states.Values)
        {
            foreach (var id in state.LiveOrders.Where(id => run.Intents.GetValueOrDefault(id) is not { IsOpen: true }))
            {
                yield return new(
                    Invariants.GhostOrder, state.Trader, null, null, $"the trader takes {id} for open",
                    [state.ToString(), .. run.Intents.GetValueOrDefault(id)?.Steps.Select(static s => s.ToString()) ?? []]);
            }
        }
    }
}

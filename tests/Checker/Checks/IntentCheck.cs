using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Checker.Checks;

/// <summary>No intent is sent twice, and no trader has two entries open.</summary>
internal static class IntentCheck
{
    public static IEnumerable<Finding> Check(Run run) => [.. AcceptedTwice(run), .. SentAgain(run), .. run.Traders.SelectMany(t => TwoEntries(run, t))];

    private static IEnumerable<Finding> AcceptedTwice(Run run)
    {
        foreach (var (id, intent) in run.Intents)
        {
            if (intent.Accepted.Count > 1 && !run.IsWipedBetween(intent.Order.Account, intent.Accepted[0].Seq, intent.Accepted[^1].Seq))
            {
                yield return new(
                    Invariants.IntentSentTwice, run.TraderOf(intent.Order) ?? intent.Order.Account, intent.Accepted[0].At, intent.Accepted[^1].At,
                    $"the venue accepted {id} {intent.Accepted.Count} times", [.. intent.Accepted.Select(static s => s.ToString())]);
            }
        }
    }

    private static IEnumerable<Finding> SentAgain(Run run)
    {
        foreach (var requests in run.History.Venue.Requests.GroupBy(static r => r.ClientId))
        {
            if (!run.Intents.TryGetValue(requests.Key, out var intent) || intent.Accepted.Count != 1)
                continue;
            // The log has a request behind what it caused. Another one may have left before that and come later.
            var until = intent.Accepted[0].At + run.History.Notes.Allowed.UnderWay;
            var again = requests.OrderBy(static r => r.Seq).SkipWhile(r => r.Seq < intent.Accepted[0].Seq).Skip(1)
                .Where(r => r.At > until && !run.IsWipedBetween(intent.Order.Account, intent.Accepted[0].Seq, r.Seq)).ToList();
            if (again.Count > 0)
            {
                yield return new(
                    Invariants.AcceptedIntentResent, run.TraderOf(intent.Order) ?? intent.Order.Account, intent.Accepted[0].At, again[^1].At,
                    $"{requests.Key} was sent again though the venue had accepted it", [intent.Accepted[0].ToString(), .. again.Select(static r => r.ToString())]);
            }
        }
    }

    private static IEnumerable<Finding> TwoEntries(Run run, string trader)
    {
        var open = new Dictionary<string, VenueStep>();
        VenueStep? last = null;
        foreach (var step in run.StepsOf(trader).Where(static s => s.Order.IsBuy))
        {
            if (last is not null && run.IsWipedBetween(step.Order.Account, last.Seq, step.Seq))
                open.Clear();
            last = step;
            if (step.Status is not ("NEW" or "PARTIALLY_FILLED"))
                open.Remove(step.Order.ClientId);
            else if (step.Kind == VenueStepKind.Placed && !open.ContainsKey(step.Order.ClientId))
            {
                // A market order is filled or half filled a moment later, and counts all the same.
                if (open.Count > 0)
                {
                    yield return new(
                        Invariants.TwoEntriesOpen, trader, step.At, null, $"{step.Order.ClientId} was placed while another entry was open",
                        [.. open.Values.Select(static s => s.ToString()), step.ToString()]);
                }

                open.Add(step.Order.ClientId, step);
            }
        }
    }
}

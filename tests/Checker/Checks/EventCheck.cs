using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Checker.Checks;

/// <summary>A trader's numbered entries are all in the journal, once and in order, and each with the row that it tells of.</summary>
internal static class EventCheck
{
    public static IEnumerable<Finding> Check(Run run)
    {
        var journal = run.Journal;
        var rows = journal.Orders.Select(static o => ("Order", o.Id)).Concat(journal.Fills.Select(static f => ("Fill", f.Id)))
            .Concat(journal.Trades.Select(static t => ("Trade", t.Id))).ToHashSet();
        var events = journal.Events.ToLookup(static e => e.Trader);
        return run.Traders.SelectMany(t => Check(run, t, [.. events[t]], rows));
    }

    private static IEnumerable<Finding> Check(Run run, string trader, List<JournalEvent> events, HashSet<(string Kind, string Id)> rows)
    {
        var last = events.Count == 0 ? 0 : events.Max(static e => e.Entry);
        if (run.History.Traders.FirstOrDefault(t => t.Trader == trader) is { } state && state.LastEntry != last)
            yield return Finding($"the last entry in the journal is {last}, and {state.LastEntry} in the state", []);
        var missing = new HashSet<long>(Enumerable.Range(1, (int)last).Select(static n => (long)n));
        missing.ExceptWith(events.Select(static e => e.Entry));
        if (missing.Count > 0)
            yield return Finding($"entries {string.Join(", ", missing.Order().Take(10))} ({missing.Count} of {last}) are not in the journal", []);
        foreach (var twice in events.GroupBy(static e => e.Entry).Where(static g => g.Count() > 1))
            yield return Finding($"entry {twice.Key} is there {twice.Count()} times", twice);
        for (var i = 1; i < events.Count; i++)
        {
            if (events[i].Entry < events[i - 1].Entry)
                yield return Finding("entries are out of order", events.GetRange(i - 1, 2));
        }

        foreach (var e in events.Where(e => e.SubjectId.Length > 0 && !rows.Contains((e.Kind, e.SubjectId))))
            yield return Finding($"entry {e.Entry} tells of {e.SubjectId}, which is not in the journal", [e]);
        foreach (var told in events.Where(static e => e.Kind is "Fill" or "Trade").GroupBy(static e => (e.Kind, e.SubjectId)).Where(static g => g.Count() > 1))
            yield return Finding($"{told.Key.SubjectId} is told of {told.Count()} times", told);

        Finding Finding(string text, IEnumerable<JournalEvent> evidence) =>
            new(Invariants.EventsIncomplete, trader, null, null, text, [.. evidence.Select(static r => r.ToString())]);
    }
}

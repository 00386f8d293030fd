using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Checker.Checks;

/// <summary>Every fill of the venue is in the journal once, as it was, and no other.</summary>
internal sealed class FillCheck
{
    private readonly Run _run;
    private readonly List<Finding> _findings = [];

    private FillCheck(Run run) => _run = run;

    /// <summary>The journal's row of each fill of the venue's, where it has one.</summary>
    public Dictionary<VenueStep, JournalFill> Booked { get; } = new(ReferenceEqualityComparer.Instance as IEqualityComparer<VenueStep>);

    /// <summary>Rows that belong to no fill.</summary>
    public List<JournalFill> Surplus { get; } = [];

    public IReadOnlyList<Finding> Findings => _findings;

    public static FillCheck Check(Run run)
    {
        var check = new FillCheck(run);
        var rows = run.Journal.Fills.ToLookup(static f => f.OrderId);
        foreach (var (id, intent) in run.Intents)
            check.Compare([.. intent.Steps.Where(static s => s.Kind == VenueStepKind.Filled)], [.. rows[id]]);
        foreach (var group in rows.Where(g => !run.Intents.ContainsKey(g.Key)))
            check.Compare([], [.. group]);
        foreach (var twice in run.Journal.Fills.GroupBy(static f => f.Id).Where(static g => g.Count() > 1))
            check.Add(Invariants.FillDoubled, twice.First().Trader, null, $"{twice.Key} is in the journal {twice.Count()} times", [.. twice.Select(static f => f.ToString())]);
        return check;
    }

    private void Compare(List<VenueStep> fills, List<JournalFill> rows)
    {
        var missing = new List<VenueStep>();
        foreach (var fill in fills)
        {
            var at = rows.FindIndex(r => Differences(fill, r).Count == 0);
            if (at < 0)
            {
                missing.Add(fill);
                continue;
            }

            Booked.Add(fill, rows[at]);
            rows.RemoveAt(at);
        }

        foreach (var row in rows.Where(r => fills.Exists(f => Differences(f, r).Count == 0)).ToArray())
        {
            var fill = fills.First(f => Differences(f, row).Count == 0);
            Add(Invariants.FillDoubled, row.Trader, fill.At, $"{row.Id} tells of a fill that is booked already", [fill.ToString(), Booked[fill].ToString(), row.ToString()]);
            Surplus.Add(row);
            rows.Remove(row);
        }

        // What is left on both sides is taken for the same fill with something wrong, the most similar ones first.
        foreach (var (fill, row) in missing.SelectMany(f => rows.Select(r => (f, r))).OrderBy(p => Differences(p.f, p.r).Count).ToArray())
        {
            if (!missing.Contains(fill) || !rows.Contains(row))
                continue;
            Booked.Add(fill, row);
            missing.Remove(fill);
            rows.Remove(row);
            Add(Invariants.FillDiffers, row.Trader, fill.At, $"{row.Id}: {string.Join("; ", Differences(fill, row))}", [fill.ToString(), row.ToString()]);
        }

        foreach (var fill in missing.Where(f => !_run.IsBeyondAsking(f)))
        {
            Add(
                Invariants.FillMissing, _run.TraderOf(fill.Order) ?? fill.Order.Account, fill.At,
                $"trade {fill.Fill!.TradeId} of {fill.Order.ClientId} is not in the journal", [fill.ToString()]);
        }

        foreach (var row in rows)
            Add(Invariants.FillUnknown, row.Trader, null, $"the venue has no such fill as {row.Id}", [row.ToString()]);
        Surplus.AddRange(rows);
    }

    private List<string> Differences(VenueStep step, JournalFill row)
    {
        var (fill, order) = (step.Fill!, step.Order);
        var differences = new List<string>();
        Same("side", order.IsBuy ? "Buy" : "Sell", row.Side);
        Same("price", fill.Price, row.Price);
        Same("quantity", fill.Quantity, row.Quantity);
        Same("commission", fill.Commission, row.Commission);
        Same("commission asset", fill.CommissionAsset, row.CommissionAsset);
        Same("commission in base", _run.TraderOf(order) is { } t && _run.RulesOf(t) is var r && r.BaseAsset == fill.CommissionAsset, row.CommissionInBase);
        Same("time", step.Time, row.Time);
        Same("trader", _run.TraderOf(order), row.Trader);
        return differences;

        void Same<T>(string what, T venue, T journal)
        {
            if (!EqualityComparer<T>.Default.Equals(venue, journal))
                differences.Add($"{what} {journal} instead of {venue}");
        }
    }

    private void Add(string invariant, string subject, long? at, string text, IReadOnlyList<string> evidence) =>
        _findings.Add(new(invariant, subject, at, null, text, evidence));
}

using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Checker.Checks;

/// <summary>One trader's position and what is offered and protected, moment by moment along the venue's own log.</summary>
internal sealed class ProtectionCheck
{
    private readonly Run _run;
    private readonly string _trader;
    private readonly SymbolRules _rules;
    private readonly List<Finding> _findings = [];
    private readonly Dictionary<VenueOrder, decimal> _offers = [];
    private readonly LinkedList<Gap> _gaps = [];
    private string _account = "";
    private decimal _held;
    private decimal _price;
    private (VenueStep Since, bool Outlives)? _tooMuch;

    private ProtectionCheck(Run run, string trader) => (_run, _trader, _rules) = (run, trader, run.RulesOf(trader));

    // A part of the position that has no stop yet: up to this level, since then.
    private sealed record Gap(VenueStep Since, decimal Level);

    public static IEnumerable<Finding> Check(Run run) => run.Traders.SelectMany(t => new ProtectionCheck(run, t).Walk());

    private List<Finding> Walk()
    {
        VenueStep? last = null;
        var wipes = new Queue<VenueFault>(_run.History.Venue.Wipes);
        foreach (var step in _run.StepsOf(_trader))
        {
            _account = step.Order.Account;
            while (wipes.TryPeek(out var wipe) && wipe.Seq < step.Seq)
            {
                if (wipes.Dequeue().Account == _account)
                    Forget();
            }

            Take(step);
            Compare(step);
            last = step;
        }

        if (wipes.Any(w => w.Account == _account))
            Forget();
        var end = Math.Max(_run.History.Venue.End, last?.At ?? 0);
        foreach (var gap in _gaps)
            Judge(gap, end, null);
        if (_tooMuch is not null)
            JudgeOffers(end, null);
        return _findings;
    }

    private void Take(VenueStep step)
    {
        var order = step.Order;
        switch (step.Kind)
        {
            case VenueStepKind.Placed when !order.IsBuy:
                _offers[order] = order.ClosePosition ? decimal.MaxValue : order.Quantity;
                break;
            // The ordinary order that it makes takes over.
            case VenueStepKind.Triggered when order.IsAlgo:
            case VenueStepKind.Ended:
                _offers.Remove(order);
                break;
            case VenueStepKind.Filled:
                Fill(step);
                break;
        }
    }

    private void Fill(VenueStep step)
    {
        var (order, fill) = (step.Order, step.Fill!);
        var before = _held;
        _price = fill.Price;
        _held += (order.IsBuy ? fill.Quantity : -fill.Quantity) - (fill.CommissionAsset == _rules.BaseAsset ? fill.Commission : 0);
        if (_offers.TryGetValue(order, out var left))
        {
            if (left <= fill.Quantity)
                _offers.Remove(order);
            else
                _offers[order] = left - fill.Quantity;
        }

        if (_held < 0 && before >= 0)
            _findings.Add(new(Invariants.Oversold, _trader, step.At, null, $"{-_held} more was sold than was held", [step.ToString()]));
    }

    private void Compare(VenueStep step)
    {
        var sellable = _rules.Sellable(_held);
        var isProtectable = sellable * _price >= _rules.MinNotional;
        var offered = _offers.Values.Aggregate(0m, static (sum, q) => q == decimal.MaxValue || sum == decimal.MaxValue ? decimal.MaxValue : sum + q);
        for (var node = _gaps.First; node is not null;)
        {
            var next = node.Next;
            var gap = node.Value with { Level = Math.Min(node.Value.Level, sellable) };
            node.Value = gap;
            if (gap.Level <= offered || !isProtectable)
            {
                _gaps.Remove(node);
                Judge(gap, step.At, step);
            }

            node = next;
        }

        if (isProtectable && sellable > offered && !(_gaps.Last?.Value.Level >= sellable))
            _gaps.AddLast(new Gap(step, sellable));

        // An order that closes the position whatever its size is never too much, unless there is none.
        var isTooMuch = offered == decimal.MaxValue ? sellable == 0 : offered > Math.Max(_held, 0);
        if (isTooMuch)
            _tooMuch = (_tooMuch?.Since ?? step, sellable == 0 || _tooMuch is { Outlives: true });
        else if (_tooMuch is not null)
            JudgeOffers(step.At, step);
    }

    private void Judge(Gap gap, long until, VenueStep? end)
    {
        if (Excess(gap.Since.At, until, isOver: end is not null) is not { } unexcused)
            return;
        _findings.Add(new(
            Invariants.Unprotected, _trader, gap.Since.At, until,
            $"up to {gap.Level} had no stop for {until - gap.Since.At} ms, {unexcused} ms of them without excuse; {_run.History.Notes.Allowed.Stop} ms are allowed",
            Evidence(gap.Since, end)));
    }

    private void JudgeOffers(long until, VenueStep? end)
    {
        var (since, outlives) = _tooMuch!.Value;
        _tooMuch = null;
        if (Excess(since.At, until, isOver: end is not null) is not { } unexcused)
            return;
        _findings.Add(new(
            outlives ? Invariants.StopOutlives : Invariants.MoreOffered, _trader, since.At, until,
            $"more was offered than held for {until - since.At} ms, {unexcused} ms of them without excuse; {_run.History.Notes.Allowed.Stop} ms are allowed",
            Evidence(since, end)));
    }

    // What is not over when the run ends has no excuse: it would go on.
    private long? Excess(long from, long to, bool isOver)
    {
        var allowed = _run.History.Notes.Allowed.Stop;
        if (to - from <= allowed)
            return null;
        var left = _run.Excuses.Unexcused(_account, from, to);
        return left > allowed || !isOver ? left : null;
    }

    private static string[] Evidence(VenueStep since, VenueStep? end) => end is null ? [since.ToString()] : [since.ToString(), end.ToString()];

    private void Forget()
    {
        _held = 0;
        _offers.Clear();
        _gaps.Clear();
        _tooMuch = null;
    }
}

using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Checker.Checks;

/// <summary>
/// Start balances, the fills as the journal has them, and the venue's fills of foreign orders make the end balances and positions.
/// </summary>
internal sealed class LedgerCheck
{
    private readonly Run _run;
    private readonly Dictionary<(string Account, string Market, string Asset), decimal> _balances = [];
    private readonly Dictionary<(string Account, string Symbol), (decimal Amount, decimal EntryPrice)> _positions = [];

    private LedgerCheck(Run run) => _run = run;

    public static IEnumerable<Finding> Check(Run run, FillCheck fills)
    {
        var ledger = new LedgerCheck(run);
        foreach (var account in run.History.Notes.Start)
            ledger.Reset(account);
        ledger.Walk(fills);
        return run.History.End.SelectMany(ledger.Compare);
    }

    private void Walk(FillCheck fills)
    {
        var wipes = new Queue<VenueFault>(_run.History.Venue.Wipes);
        foreach (var step in _run.History.Venue.Steps.Where(static s => s.Kind == VenueStepKind.Filled))
        {
            while (wipes.TryPeek(out var wipe) && wipe.Seq < step.Seq)
                Reset(wipes.Dequeue());
            var (order, fill) = (step.Order, step.Fill!);
            if (fills.Booked.TryGetValue(step, out var row))
                Book(order, row.Side == "Buy", row.Price, row.Quantity, row.Commission, row.CommissionAsset);
            else if (_run.TraderOf(order) is null)
                Book(order, order.IsBuy, fill.Price, fill.Quantity, fill.Commission, fill.CommissionAsset);
        }

        foreach (var wipe in wipes)
            Reset(wipe);
        foreach (var row in fills.Surplus)
        {
            if (_run.Intents.TryGetValue(row.OrderId, out var intent))
                Book(intent.Order, row.Side == "Buy", row.Price, row.Quantity, row.Commission, row.CommissionAsset);
        }
    }

    private void Reset(VenueFault wipe) => Reset(_run.History.Notes.Start.Single(s => s.Account == wipe.Account));

    private void Reset(VenueAccount account)
    {
        foreach (var key in _balances.Keys.Where(k => k.Account == account.Account).ToArray())
            _balances.Remove(key);
        foreach (var key in _positions.Keys.Where(k => k.Account == account.Account).ToArray())
            _positions.Remove(key);
        foreach (var (asset, amount) in account.Spot)
            _balances[(account.Account, "spot", asset)] = amount;
        foreach (var (asset, amount) in account.Usdm)
            _balances[(account.Account, "usdm", asset)] = amount;
    }

    private void Book(VenueOrder order, bool isBuy, decimal price, decimal quantity, decimal commission, string commissionAsset)
    {
        var rules = _run.RulesOf(order.Market, order.Symbol);
        Add(commissionAsset, -commission);
        if (order.Market == "spot")
        {
            Add(rules.BaseAsset, isBuy ? quantity : -quantity);
            Add(rules.QuoteAsset, isBuy ? -price * quantity : price * quantity);
        }
        else
        {
            Add(rules.QuoteAsset, RealisedPnl(order, isBuy ? quantity : -quantity, price));
        }

        void Add(string asset, decimal amount) =>
            _balances[(order.Account, order.Market, asset)] = _balances.GetValueOrDefault((order.Account, order.Market, asset)) + amount;
    }

    // By average entry price, as Binance does in one-way mode.
    private decimal RealisedPnl(VenueOrder order, decimal signed, decimal price)
    {
        var (amount, entry) = _positions.GetValueOrDefault((order.Account, order.Symbol));
        var after = amount + signed;
        var pnl = 0m;
        if (amount == 0 || Math.Sign(amount) == Math.Sign(signed))
        {
            entry = (entry * Math.Abs(amount) + price * Math.Abs(signed)) / Math.Abs(after);
        }
        else
        {
            pnl = (price - entry) * Math.Min(Math.Abs(amount), Math.Abs(signed)) * Math.Sign(amount);
            entry = after == 0 ? 0 : Math.Sign(after) == Math.Sign(amount) ? entry : price;
        }

        _positions[(order.Account, order.Symbol)] = (after, entry);
        return pnl;
    }

    private IEnumerable<Finding> Compare(VenueAccount end)
    {
        var actual = end.Spot.Select(static b => (("spot", b.Key), b.Value)).Concat(end.Usdm.Select(static b => (("usdm", b.Key), b.Value)))
            .ToDictionary(static b => b.Item1, static b => b.Value);
        var expected = _balances.Where(b => b.Key.Account == end.Account).ToDictionary(static b => (b.Key.Market, b.Key.Asset), static b => b.Value);
        foreach (var key in actual.Keys.Union(expected.Keys).Order())
        {
            // The venue shows eight decimals.
            var ours = Math.Round(expected.GetValueOrDefault(key), 8, MidpointRounding.AwayFromZero);
            if (ours != actual.GetValueOrDefault(key))
                yield return Differs(end.Account, $"{key.Item2} on {key.Item1}", ours, actual.GetValueOrDefault(key));
        }

        var positions = _positions.Where(p => p.Key.Account == end.Account).ToDictionary(static p => p.Key.Symbol, static p => p.Value.Amount);
        foreach (var symbol in positions.Keys.Union(end.Positions.Keys).Order(StringComparer.Ordinal))
        {
            if (positions.GetValueOrDefault(symbol) != end.Positions.GetValueOrDefault(symbol))
                yield return Differs(end.Account, $"the position in {symbol}", positions.GetValueOrDefault(symbol), end.Positions.GetValueOrDefault(symbol));
        }
    }

    private static Finding Differs(string account, string what, decimal ours, decimal venue) =>
        new(Invariants.LedgerDiffers, account, null, null, $"{what} is {venue} at the venue and {ours} by our books, a difference of {venue - ours}", []);
}

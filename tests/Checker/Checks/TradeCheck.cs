using TradingBot.MarketData;
using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Checker.Checks;

/// <summary>Each closed trade, computed anew from the journal's fills in the order in which they were booked.</summary>
internal static class TradeCheck
{
    public static IEnumerable<Finding> Check(Run run)
    {
        var fills = run.Journal.Fills.ToLookup(static f => f.Trader);
        // A position that a wipe has taken is closed by no fill.
        foreach (var trades in run.Journal.Trades.GroupBy(static t => t.Trader).Where(g => !run.WasWiped(g.Key)))
        {
            var quote = run.RulesOf(trades.Key).QuoteAsset;
            var part = new List<JournalFill>();
            var byId = trades.ToLookup(static t => t.Id);
            var known = new HashSet<string>();
            foreach (var fill in fills[trades.Key])
            {
                part.Add(fill);
                if (!byId.Contains(fill.Id) || !known.Add(fill.Id))
                    continue;
                foreach (var trade in byId[fill.Id].Where(t => t != Of(part, quote, t)))
                    yield return Differs(trade, $"its fills make {Of(part, quote, trade)}", part);
                part.Clear();
            }

            foreach (var trade in trades.Where(t => !known.Contains(t.Id)))
                yield return Differs(trade, "it closes with a fill that is not in the journal", []);
            foreach (var twice in byId.Where(static g => g.Count() > 1))
                yield return Differs(twice.First(), $"it is in the journal {twice.Count()} times", []);
        }
    }

    private static Finding Differs(JournalTrade trade, string text, IEnumerable<JournalFill> fills) =>
        new(Invariants.TradeDiffers, trade.Trader, null, null, text, [trade.ToString(), .. fills.Select(static f => f.ToString())]);

    private static JournalTrade Of(List<JournalFill> fills, string quoteAsset, JournalTrade trade)
    {
        var interval = CandleInterval.Parse(trade.Interval);
        var (bought, sold) = (fills.Where(static f => f.Side == "Buy").ToList(), fills.Where(static f => f.Side == "Sell").ToList());
        return trade with
        {
            EntryTime = bought.Count == 0 ? -1 : interval.OpenTimeOf(bought[0].Time), EntryPrice = Average(bought),
            Quantity = sold.Sum(static f => f.Quantity), ExitTime = interval.OpenTimeOf(fills[^1].Time), ExitPrice = Average(sold),
            Fees = fills.Sum(f => f.CommissionInBase ? f.Commission * f.Price : f.Commission), Pnl = fills.Sum(f => f.Quote(quoteAsset)),
        };
    }

    private static decimal Average(List<JournalFill> fills) =>
        fills.Count == 0 ? 0 : Math.Round(fills.Sum(static f => f.Price * f.Quantity) / fills.Sum(static f => f.Quantity), 8, MidpointRounding.ToEven);
}

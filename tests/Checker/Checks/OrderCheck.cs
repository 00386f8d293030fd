using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Checker.Checks;

/// <summary>The journal's orders are the venue's.</summary>
internal static class OrderCheck
{
    public static IEnumerable<Finding> Check(Run run)
    {
        var rows = run.Journal.Orders.ToLookup(static o => o.Id);
        var filled = run.Journal.Fills.GroupBy(static f => f.OrderId).ToDictionary(static g => g.Key, static g => g.Sum(static f => f.Quantity));
        foreach (var (id, intent) in run.Intents)
        {
            if (!rows.Contains(id) && !run.IsBeyondAsking(intent.Steps[^1]) && run.TraderOf(intent.Order) is { } trader)
                yield return new(Invariants.OrderMissing, trader, intent.Steps[0].At, null, $"{id} is not in the journal", [intent.Steps[0].ToString()]);
        }

        foreach (var row in run.Journal.Orders)
        {
            var intent = run.Intents.GetValueOrDefault(row.Id);
            var differences = new List<string>();
            if (intent is not null)
                differences.AddRange(Differences(run, intent, row));
            else if (row.Status != "Refused")
                yield return new(Invariants.OrderUnknown, row.Trader, null, null, $"the venue never accepted {row.Id}", [row.ToString()]);
            if (row.Filled != filled.GetValueOrDefault(row.Id))
                differences.Add($"filled {row.Filled} instead of {filled.GetValueOrDefault(row.Id)}, which its fills in the journal add up to");
            if (differences.Count > 0)
            {
                yield return new(
                    Invariants.OrderDiffers, row.Trader, intent?.Steps[0].At, null, $"{row.Id}: {string.Join("; ", differences)}",
                    [.. intent?.Steps.Select(static s => s.ToString()) ?? [], row.ToString()]);
            }
        }
    }

    private static IEnumerable<string> Differences(Run run, Intent intent, JournalOrder row)
    {
        var order = intent.Order;
        var side = order.IsBuy ? "Buy" : "Sell";
        (string What, object? Venue, object? Journal)[] fields =
        [
            ("side", side, row.Side), ("is exit", !order.IsBuy, row.IsExit), ("type", TypeOf(order.Type), row.Type), ("limit", order.Price, row.Limit),
            ("trigger", order.StopPrice, row.Trigger), ("trader", run.TraderOf(order), row.Trader), ("status", StatusOf(intent, row), row.Status),
            ("quantity", order.ClosePosition ? row.Quantity : order.Quantity, row.Quantity),
        ];
        foreach (var (what, venue, journal) in fields)
        {
            if (!Equals(venue, journal))
                yield return $"{what} {journal} instead of {venue}";
        }
    }

    private static string TypeOf(string type) => type switch
    {
        "MARKET" => "Market",
        "LIMIT" => "Limit",
        "STOP_LOSS_LIMIT" or "STOP" => "StopLimit",
        "STOP_LOSS" or "STOP_MARKET" => "StopMarket",
        _ => type,
    };

    private static string StatusOf(Intent intent, JournalOrder row) => intent.Status switch
    {
        // A stop that was given up, and that its position has taken with it: which came first is nothing that anybody must know.
        _ when intent.IsForgotten => row.Status,
        "EXPIRED" when intent is { Filled: 0, Order.IsAlgo: true } && row.Status == "Cancelled" => "Cancelled",
        // Of an order that may only reduce the position the venue fills what is left of that, and calls it filled.
        "FILLED" when intent.Filled < intent.Order.Quantity && row.Status is "Cancelled" or "Expired" => row.Status,
        "NEW" or "TRIGGERED" => "Working",
        "PARTIALLY_FILLED" => "PartiallyFilled",
        "FILLED" => "Filled",
        "CANCELED" => "Cancelled",
        "EXPIRED" or "EXPIRED_IN_MATCH" => "Expired",
        "REJECTED" => "Refused",
        var status => status,
    };
}

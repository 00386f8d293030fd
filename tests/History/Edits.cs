using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.History;

/// <summary>Copies of a history with one thing changed.</summary>
internal static class Edits
{
    public static Checker.Input.History WithFills(this Checker.Input.History h, Action<List<JournalFill>> edit) =>
        h with { Journal = h.Journal with { Fills = Edited(h.Journal.Fills, edit) } };

    public static Checker.Input.History WithOrders(this Checker.Input.History h, Action<List<JournalOrder>> edit) =>
        h with { Journal = h.Journal with { Orders = Edited(h.Journal.Orders, edit) } };

    public static Checker.Input.History WithTrades(this Checker.Input.History h, Action<List<JournalTrade>> edit) =>
        h with { Journal = h.Journal with { Trades = Edited(h.Journal.Trades, edit) } };

    public static Checker.Input.History WithEvents(this Checker.Input.History h, Action<List<JournalEvent>> edit) =>
        h with { Journal = h.Journal with { Events = Edited(h.Journal.Events, edit) } };

    public static Checker.Input.History WithTraders(this Checker.Input.History h, Action<List<TraderSnapshot>> edit) =>
        h with { Traders = Edited(h.Traders, edit) };

    public static Checker.Input.History WithRequests(this Checker.Input.History h, Action<List<VenueRequest>> edit) =>
        h with { Venue = h.Venue with { Requests = Edited(h.Venue.Requests, edit) } };

    public static Checker.Input.History WithSteps(this Checker.Input.History h, Action<List<VenueStep>> edit) =>
        h with { Venue = h.Venue with { Steps = Edited(h.Venue.Steps, edit) } };

    /// <summary>An order that the venue took and the trader wrote down, open for a moment only.</summary>
    public static Checker.Input.History WithBriefOrder(this Checker.Input.History h, VenueOrder order, string trader, int behind, long at, bool isOpen = false)
    {
        var time = h.Venue.Steps[behind].Time;
        return h.WithSteps(s =>
        {
            s.Insert(behind + 1, new(s[behind].Seq, at, time, VenueStepKind.Placed, order, "NEW"));
            if (!isOpen)
                s.Insert(behind + 2, new(s[behind].Seq, at, time, VenueStepKind.Ended, order, "CANCELED"));
        }).WithOrders(o => o.Add(new(
            order.ClientId, trader, !order.IsBuy, order.IsBuy ? "Buy" : "Sell", "StopLimit", order.Quantity, order.StopPrice, order.Price,
            isOpen ? "Working" : "Cancelled", 0)));
    }

    /// <summary>A list with one item put in another's place.</summary>
    public static void Replace<T>(this List<T> list, T old, T item) => list[list.IndexOf(old)] = item;

    private static List<T> Edited<T>(IEnumerable<T> rows, Action<List<T>> edit)
    {
        var list = rows.ToList();
        edit(list);
        return list;
    }
}

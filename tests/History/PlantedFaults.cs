using TradingBot.Tests.Checker;
using TradingBot.Tests.Checker.Input;
using TradingBot.Trading;
using static TradingBot.Tests.Checker.Invariants;

namespace TradingBot.Tests.History;

/// <summary>Every kind of fault that the checker is for, planted into a clean history; null where a history has no place for it.</summary>
internal static class PlantedFaults
{
    private const decimal Least = 0.00000001m;

    /// <summary>The faults by name.</summary>
    public static IReadOnlyDictionary<string, Func<Checker.Input.History, Random, Planted?>> All { get; } =
        new Dictionary<string, Func<Checker.Input.History, Random, Planted?>>
        {
            ["a fill is not in the journal"] = (h, r) => OnFill(
                h, r, (l, f) => l.Remove(f), [FillMissing, OrderDiffers, HeldDiffers, TotalsDiffer, EventsIncomplete], [LedgerDiffers, TradeDiffers]),
            ["a fill is in the journal twice"] = (h, r) => OnFill(
                h, r, (l, f) => l.Insert(l.IndexOf(f) + 1, f with { Id = f.Id + "0" }), [FillDoubled, OrderDiffers, HeldDiffers, TotalsDiffer],
                [LedgerDiffers, TradeDiffers]),
            ["a fill is in the journal that never was"] = (h, r) => OnFill(
                h, r, (l, f) => l.Insert(l.IndexOf(f), f with { Id = f.Id + "0", Price = f.Price + 1, Time = f.Time + 7 }),
                [FillUnknown, OrderDiffers, HeldDiffers, TotalsDiffer], [LedgerDiffers, TradeDiffers]),
            ["a digit of a fill's price is wrong"] = (h, r) => OnFill(
                h, r, (l, f) => l.Replace(f, f with { Price = f.Price + 0.01m }), [FillDiffers, TotalsDiffer], [LedgerDiffers, TradeDiffers]),
            ["a digit of a fill's quantity is wrong"] = (h, r) => OnFill(
                h, r, (l, f) => l.Replace(f, f with { Quantity = f.Quantity - Least }), [FillDiffers, OrderDiffers, HeldDiffers, TotalsDiffer],
                [LedgerDiffers, TradeDiffers]),
            ["the last digit of a commission is wrong"] = (h, r) => OnFill(
                h, r, (l, f) => l.Replace(f, f with { Commission = f.Commission + Least }), [FillDiffers, LedgerDiffers],
                [HeldDiffers, TotalsDiffer, TradeDiffers]),
            ["a fill has the candle's time"] = (h, r) => OnFill(
                h, r, (l, f) => l.Replace(f, f with { Time = f.Time / 60_000 * 60_000 }), [FillDiffers], [TradeDiffers], f => f.Time % 60_000 != 0),
            ["a fill is booked for another order"] = BookedForAnother,
            ["an intent is accepted twice"] = AcceptedTwice,
            ["a market order is accepted and filled twice"] = FilledTwice,
            ["an accepted intent is sent again"] = SentAgain,
            ["two entries are open"] = SecondEntry,
            ["an order is not in the journal"] = (h, r) => OnOrder(
                h, r, static o => o.Status != "Refused" && o.Filled == 0, (l, o) => l.Remove(o), [OrderMissing, EventsIncomplete]),
            ["an order's end is not in the journal"] = (h, r) => OnOrder(
                h, r, static o => o.Status == "Cancelled", (l, o) => l.Replace(o, o with { Status = "Working" }), [OrderDiffers]),
            ["an order's trigger is wrong"] = (h, r) => OnOrder(
                h, r, static o => o.Status != "Refused", (l, o) => l.Replace(o, o with { Trigger = o.Trigger + 0.01m }), [OrderDiffers]),
            ["a refused order is taken for accepted"] = (h, r) => OnOrder(
                h, r, static o => o.Status == "Refused", (l, o) => l.Replace(o, o with { Status = "Working" }), [OrderUnknown]),
            ["the balance is off by the last digit"] = (h, r) => Pick(h.End, r) is { } account
                ? new(
                    h with { End = [.. h.End.Select(a => a == account ? a with { Spot = a.Spot.ToDictionary(b => b.Key, b => b.Value + (b.Key == "USDT" ? Least : 0)) } : a)] },
                    [account.Account], [LedgerDiffers], [])
                : null,
            ["an asset has appeared"] = (h, r) => Pick(h.End, r) is { } account
                ? new(
                    h with { End = [.. h.End.Select(a => a == account ? a with { Positions = a.Positions.Append(new("XRPUSDT", 1)).ToDictionary() } : a)] },
                    [account.Account], [LedgerDiffers], [])
                : null,
            ["a stop never reaches the venue"] = ProtectionFaults.Removed,
            ["a stop comes too late"] = ProtectionFaults.Late,
            ["a stop covers less than the position"] = ProtectionFaults.TooSmall,
            ["a stop outlives its position"] = ProtectionFaults.Outlives,
            ["a stop is larger than the position"] = ProtectionFaults.TooLarge,
            ["an entry is placed after the stop"] = (h, r) => AfterStop(h, r, "BUY", EntryAfterStop),
            ["an exit is placed after the stop"] = (h, r) => AfterStop(h, r, "SELL", OrderAfterStop),
            ["an order is open that no trader knows"] = Orphan,
            ["an order is open of a trader that does not exist"] = OrphanOfNobody,
            ["a trader takes an order for open that is not"] = (h, r) => OnTrader(
                h, r, static t => t with { LiveOrders = [.. t.LiveOrders, Prefixed(t.Trader, 1_000_000)] }, [GhostOrder]),
            ["a trader has forgotten its open order"] = (h, r) => OnTrader(h, r, static t => t with { LiveOrders = [] }, [OrphanOrder], static t => t.LiveOrders.Count > 0),
            ["a command is in flight at the end"] = (h, r) => OnTrader(h, r, static t => t with { InFlight = "place 7" }, [InFlight]),
            ["the holding is off by the last digit"] = (h, r) => OnTrader(h, r, static t => t with { Held = t.Held - Least }, [HeldDiffers]),
            ["the PnL is off by the last digit"] = (h, r) => OnTrader(h, r, static t => t with { Pnl = t.Pnl + Least }, [TotalsDiffer]),
            ["a trade is not counted"] = (h, r) => OnTrader(h, r, static t => t with { Trades = t.Trades - 1 }, [TotalsDiffer]),
            ["the open trade's cash is wrong"] = (h, r) => OnTrader(h, r, static t => t with { OpenCash = t.OpenCash + 1 }, [TotalsDiffer]),
            ["a trade is not in the journal"] = (h, r) => OnTrade(h, r, (l, t) => l.Remove(t), [TotalsDiffer, EventsIncomplete], [TradeDiffers]),
            ["a trade is in the journal twice"] = (h, r) => OnTrade(h, r, (l, t) => l.Add(t), [TotalsDiffer, TradeDiffers], []),
            ["a trade's PnL is off by the last digit"] = (h, r) => OnTrade(h, r, (l, t) => l.Replace(t, t with { Pnl = t.Pnl - Least }), [TotalsDiffer, TradeDiffers], []),
            ["an event is not in the journal"] = (h, r) => OnEvent(h, r, static (l, e) => l.Remove(e), static e => e.Kind != "RunState"),
            ["an event is in the journal twice"] = (h, r) => OnEvent(h, r, static (l, e) => l.Insert(l.IndexOf(e) + 1, e), static _ => true),
            ["events have changed places"] = Swapped,
        };

    public static T? Pick<T>(IEnumerable<T> items, Random random)
        where T : class
    {
        var list = items.ToList();
        return list.Count == 0 ? null : list[random.Next(list.Count)];
    }

    /// <summary>Account of a trader.</summary>
    public static string AccountOf(string trader) => $"account-{trader["user-".Length..trader.IndexOf('/', StringComparison.Ordinal)]}";

    public static string Prefixed(string trader, long intent) => ClientOrderIds.Of(ClientOrderIds.PrefixOf(trader), intent);

    public static string? TraderOf(Checker.Input.History h, VenueOrder order) =>
        h.Traders.FirstOrDefault(t => order.ClientId.StartsWith(ClientOrderIds.PrefixOf(t.Trader), StringComparison.Ordinal))?.Trader;

    private static Planted? OnFill(
        Checker.Input.History h, Random random, Action<List<JournalFill>, JournalFill> edit, string[] must, string[] may, Func<JournalFill, bool>? where = null) =>
        Pick(h.Journal.Fills.Where(where ?? (static _ => true)), random) is { } fill
            ? new(h.WithFills(l => edit(l, fill)), [fill.Trader, AccountOf(fill.Trader)], must, may)
            : null;

    private static Planted? OnOrder(Checker.Input.History h, Random random, Func<JournalOrder, bool> where, Action<List<JournalOrder>, JournalOrder> edit, string[] must) =>
        Pick(h.Journal.Orders.Where(where), random) is { } order ? new(h.WithOrders(l => edit(l, order)), [order.Trader], must, []) : null;

    private static Planted? OnTrader(
        Checker.Input.History h, Random random, Func<TraderSnapshot, TraderSnapshot> edit, string[] must, Func<TraderSnapshot, bool>? where = null) =>
        Pick(h.Traders.Where(where ?? (static _ => true)), random) is { } trader
            ? new(h.WithTraders(l => l.Replace(trader, edit(trader))), [trader.Trader], must, [])
            : null;

    private static Planted? OnTrade(Checker.Input.History h, Random random, Action<List<JournalTrade>, JournalTrade> edit, string[] must, string[] may) =>
        Pick(h.Journal.Trades, random) is { } trade ? new(h.WithTrades(l => edit(l, trade)), [trade.Trader], must, may) : null;

    private static Planted? OnEvent(Checker.Input.History h, Random random, Action<List<JournalEvent>, JournalEvent> edit, Func<JournalEvent, bool> where) =>
        Pick(h.Journal.Events.Where(where), random) is { } e ? new(h.WithEvents(l => edit(l, e)), [e.Trader], [EventsIncomplete], []) : null;

    private static Planted? BookedForAnother(Checker.Input.History h, Random random)
    {
        if (Pick(h.Journal.Fills, random) is not { } fill
            || Pick(h.Journal.Orders.Where(o => o.Trader == fill.Trader && o.Id != fill.OrderId && o.Status == "Cancelled"), random) is not { } other)
            return null;
        return new(
            h.WithFills(l => l.Replace(fill, fill with { OrderId = other.Id })), [fill.Trader, AccountOf(fill.Trader)],
            [FillMissing, FillUnknown, OrderDiffers], [LedgerDiffers]);
    }

    private static Planted? AcceptedTwice(Checker.Input.History h, Random random)
    {
        if (Pick(h.Venue.Steps.Where(s => s.Kind == VenueStepKind.Ended && TraderOf(h, s.Order) is not null), random) is not { } end)
            return null;
        var again = end.Order with { Id = 1_000_000 };
        return new(
            h.WithSteps(l => l.InsertRange(l.IndexOf(end) + 1, [end with { Kind = VenueStepKind.Placed, Order = again, Status = "NEW" }, end with { Order = again }])),
            [TraderOf(h, end.Order)!], [IntentSentTwice], []);
    }

    private static Planted? FilledTwice(Checker.Input.History h, Random random)
    {
        if (Pick(h.Venue.Steps.Where(s => s.Kind == VenueStepKind.Filled && s.Order.Type == "MARKET" && s.Order.IsBuy), random) is not { } fill)
            return null;
        var trader = TraderOf(h, fill.Order)!;
        var again = fill.Order with { Id = 1_000_000 };
        return new(
            h.WithSteps(l => l.InsertRange(l.IndexOf(fill) + 1, [fill with { Kind = VenueStepKind.Placed, Order = again, Status = "NEW", Fill = null }, fill with { Order = again }])),
            [trader, AccountOf(trader)], [IntentSentTwice, FillMissing], [Unprotected, StopOutlives, MoreOffered, LedgerDiffers]);
    }

    private static Planted? SentAgain(Checker.Input.History h, Random random)
    {
        if (Pick(h.Venue.Requests.Where(r => r.Status == 200 && r.ClientId.StartsWith(ClientOrderIds.Prefix, StringComparison.Ordinal)), random) is not { } request)
            return null;
        var trader = h.Traders.First(t => request.ClientId.StartsWith(ClientOrderIds.PrefixOf(t.Trader), StringComparison.Ordinal)).Trader;
        return new(
            h.WithRequests(l => l.Insert(l.IndexOf(request) + 1, request with { Seq = request.Seq + 1, At = request.At + 40, Status = 400, Code = -2010 })),
            [trader], [AcceptedIntentResent], []);
    }

    private static Planted? SecondEntry(Checker.Input.History h, Random random)
    {
        var steps = h.Venue.Steps;
        var open = Enumerable.Range(0, steps.Count).Where(i => steps[i] is { Kind: VenueStepKind.Placed, Order: { IsBuy: true, Type: not "MARKET" } order } && TraderOf(h, order) is not null);
        if (Pick(open.Select(static i => (object)i), random) is not int at)
            return null;
        var (order, trader) = (steps[at].Order, TraderOf(h, steps[at].Order)!);
        return new(
            h.WithBriefOrder(order with { Id = 1_000_000, Type = "STOP_LOSS_LIMIT", ClientId = Prefixed(trader, 1_000_000) }, trader, at, steps[at].At), [trader], [TwoEntriesOpen], []);
    }

    private static Planted? AfterStop(Checker.Input.History h, Random random, string side, string expected)
    {
        // The last thing that a trader was told is to stop, it holds nothing, and some time has passed since.
        var stopped = h.Journal.Events.GroupBy(static e => e.Trader).Select(static g => g.Last())
            .Where(e => e.Text == "Stopped" && h.Traders.Any(t => t.Trader == e.Trader && t.Held < 0.00001m) && h.Venue.Steps is [.., var last] && last.At < e.RecordedAt + 30_000);
        if (Pick(stopped, random) is not { } stop)
            return null;
        var symbol = SyntheticVenue.Symbols.Single(s => stop.Trader.EndsWith($"/{s.Market}:{s.Symbol}", StringComparison.Ordinal));
        var order = new VenueOrder(
            AccountOf(stop.Trader), symbol.Market, symbol.Symbol, 1_000_000, Prefixed(stop.Trader, 1_000_000), false, side, "STOP_LOSS_LIMIT", 1, 2, 2);
        return new(
            h.WithBriefOrder(order, stop.Trader, h.Venue.Steps.Count - 1, stop.RecordedAt + 30_000), [stop.Trader], [expected], []);
    }

    private static Planted? Orphan(Checker.Input.History h, Random random)
    {
        if (Pick(h.Venue.Steps.Where(s => s.Kind == VenueStepKind.Placed && s.Order.IsBuy && TraderOf(h, s.Order) is not null), random) is not { } placed)
            return null;
        var trader = TraderOf(h, placed.Order)!;
        return new(
            h.WithBriefOrder(
                placed.Order with { Id = 1_000_000, Type = "STOP_LOSS_LIMIT", ClientId = Prefixed(trader, 1_000_000) }, trader, h.Venue.Steps.Count - 1, h.Venue.End,
                isOpen: true),
            [trader], [OrphanOrder], [EntryAfterStop, TwoEntriesOpen]);
    }

    private static Planted? OrphanOfNobody(Checker.Input.History h, Random random) =>
        Pick(h.Venue.Steps.Where(static s => s.Kind == VenueStepKind.Placed), random) is { } placed
            ? new(
                h.WithSteps(l => l.Add(placed with { At = h.Venue.End, Order = placed.Order with { Id = 1_000_000, ClientId = Prefixed("nobody/spot:BTCUSDT", 1) } })),
                [placed.Order.Account], [OrphanOrder], [])
            : null;

    private static Planted? Swapped(Checker.Input.History h, Random random)
    {
        if (Pick(h.Journal.Events.Where(e => h.Journal.Events.Any(f => f.Trader == e.Trader && f.Entry == e.Entry + 1)), random) is not { Kind: not "RunState" } first)
            return null;
        var second = h.Journal.Events.First(f => f.Trader == first.Trader && f.Entry == first.Entry + 1);
        return second.Kind == "RunState" ? null : new(
            h.WithEvents(l => (l[l.IndexOf(first)], l[l.IndexOf(second)]) = (second, first)), [first.Trader], [EventsIncomplete], []);
    }
}

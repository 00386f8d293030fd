using TradingBot.Tests.Checker;
using TradingBot.Tests.Checker.Input;
using TradingBot.Tests.Trading;

namespace TradingBot.Tests.History;

/// <summary>Whatever single thing is changed in what the service or the venue has to say of a trader, it is found.</summary>
public sealed class RandomMutationTests(ITestOutputHelper output)
{
    private static readonly Func<JournalFill, JournalFill>[] OfFill =
    [
        f => f with { Id = f.Id + "1" }, f => f with { OrderId = f.OrderId + "1" }, f => f with { Trader = f.Trader.Replace("user-", "nobody-", StringComparison.Ordinal) }, f => f with { Price = f.Price + 1 },
        f => f with { Side = f.Side == "Buy" ? "Sell" : "Buy" }, f => f with { Quantity = f.Quantity * 2 }, f => f with { Commission = 0 },
        f => f with { CommissionAsset = "BNB" }, f => f with { CommissionInBase = !f.CommissionInBase }, f => f with { Time = f.Time + 1 },
    ];

    private static readonly Func<JournalOrder, JournalOrder>[] OfOrder =
    [
        o => o with { Id = o.Id + "1" }, o => o with { Trader = o.Trader.Replace("user-", "nobody-", StringComparison.Ordinal) }, o => o with { IsExit = !o.IsExit }, o => o with { Type = "Limit" },
        o => o with { Side = o.Side == "Buy" ? "Sell" : "Buy" }, o => o with { Quantity = o.Quantity + 1 }, o => o with { Trigger = o.Trigger + 1 },
        o => o with { Limit = o.Limit + 1 }, o => o with { Filled = o.Filled + 1 }, o => o with { Status = o.Status == "Working" ? "Filled" : "Working" },
    ];

    private static readonly Func<JournalTrade, JournalTrade>[] OfTrade =
    [
        t => t with { Id = t.Id + "1" }, t => t with { Trader = t.Trader.Replace("user-", "nobody-", StringComparison.Ordinal) }, t => t with { EntryTime = t.EntryTime + 1 }, t => t with { ExitTime = t.ExitTime + 1 },
        t => t with { EntryPrice = t.EntryPrice + 1 }, t => t with { ExitPrice = t.ExitPrice + 1 }, t => t with { Quantity = t.Quantity + 1 },
        t => t with { Fees = t.Fees + 1 }, t => t with { Pnl = t.Pnl + 1 },
    ];

    private static readonly Func<JournalEvent, JournalEvent>[] OfEvent =
    [
        e => e with { Entry = e.Entry + 1 }, e => e with { Trader = e.Trader.Replace("user-", "nobody-", StringComparison.Ordinal) }, e => e with { SubjectId = e.SubjectId + "?" },
    ];

    private static readonly Func<TraderSnapshot, TraderSnapshot>[] OfTrader =
    [
        t => t with { Held = t.Held + 1 }, t => t with { LiveOrders = [.. t.LiveOrders, "tb-1"] }, t => t with { InFlight = "x" }, t => t with { Wins = t.Wins + 1 },
        t => t with { Trades = t.Trades + 1 }, t => t with { Pnl = t.Pnl + 1 }, t => t with { Fees = t.Fees + 1 }, t => t with { OpenCash = t.OpenCash + 1 },
        t => t with { LastEntry = t.LastEntry - 1 },
    ];

    private static readonly Func<VenueFill, VenueFill>[] OfVenueFill =
    [
        f => f with { Price = f.Price + 1 }, f => f with { Quantity = f.Quantity + 1 }, f => f with { Commission = f.Commission + 1 },
        f => f with { CommissionAsset = "BNB" },
    ];

    [Fact]
    public void It_is_found()
    {
        var (mutations, kinds) = (0, new SortedDictionary<string, int>(StringComparer.Ordinal));
        Properties.Hold(CleanHistoryTests.Runs, 3_000, run =>
        {
            var (history, random) = (run.Make(), new Random(run.Seed));
            var what = random.Next(9);
            if (Mutate(history, random, what) is not { } mutated)
                return;
            var findings = HistoryChecker.Check(mutated);
            findings.ShouldNotBeEmpty($"mutation {what}");
            mutations++;
            foreach (var kind in findings.Select(static f => f.Invariant).Distinct())
                kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
        });
        output.WriteLine($"{mutations} mutations: {string.Join(", ", kinds.Select(static k => $"{k.Key} {k.Value}"))}");
        mutations.ShouldBeGreaterThan(2_000);
    }

    private static Checker.Input.History? Mutate(Checker.Input.History h, Random random, int what)
    {
        var ours = h.Venue.Steps.Where(s => PlantedFaults.TraderOf(h, s.Order) is not null).ToList();
        return what switch
        {
            0 => PlantedFaults.Pick(h.Journal.Fills, random) is { } fill ? h.WithFills(l => l.Replace(fill, Any(OfFill)(fill))) : null,
            1 => PlantedFaults.Pick(h.Journal.Orders.Where(static o => o.Status != "Refused"), random) is { } order
                ? h.WithOrders(l => l.Replace(order, Any(OfOrder)(order))) : null,
            2 => PlantedFaults.Pick(h.Journal.Trades, random) is { } trade ? h.WithTrades(l => l.Replace(trade, Any(OfTrade)(trade))) : null,
            3 => PlantedFaults.Pick(h.Journal.Events.Where(static e => e.SubjectId.Length > 0), random) is { } e
                ? h.WithEvents(l => l.Replace(e, Any(OfEvent)(e))) : null,
            4 => PlantedFaults.Pick(h.Traders, random) is { } trader ? h.WithTraders(l => l.Replace(trader, Any(OfTrader)(trader))) : null,
            5 => PlantedFaults.Pick(ours.Where(static s => s.Fill is not null), random) is { } step
                ? h.WithSteps(l => l.Replace(step, step with { Fill = Any(OfVenueFill)(step.Fill!) })) : null,
            6 => PlantedFaults.Pick(ours.Where(static s => s.Fill is not null), random) is { } step ? h.WithSteps(l => l.Remove(step)) : null,
            7 => PlantedFaults.Pick(ours.Where(static s => s.Fill is not null), random) is { } step ? h.WithSteps(l => l.Insert(l.IndexOf(step), step)) : null,
            _ => PlantedFaults.Pick(ours.Where(static s => s.Kind == VenueStepKind.Ended), random) is { } step ? h.WithSteps(l => l.Remove(step)) : null,
        };

        T Any<T>(T[] mutations) => mutations[random.Next(mutations.Length)];
    }
}

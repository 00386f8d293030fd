using TradingBot.Tests.Checker;
using TradingBot.Tests.Checker.Input;
using static TradingBot.Tests.Checker.Invariants;

namespace TradingBot.Tests.History;

/// <summary>Faults that leave a position without its stop, or a stop without its position.</summary>
internal static class ProtectionFaults
{
    /// <summary>The stop that was at the venue for a while is taken out of the log.</summary>
    public static Planted? Removed(Checker.Input.History h, Random random) =>
        OnStop(h, random, TimeSpan.FromSeconds(5), (placed, end) => new(
            h.WithSteps(l => l.RemoveAll(s => s.Order == placed.Order)), [Trader(h, placed)], [Unprotected, OrderUnknown], []));

    /// <summary>A stop is placed as late as not to be allowed any more.</summary>
    public static Planted? Late(Checker.Input.History h, Random random) =>
        OnStop(h, random, TimeSpan.FromSeconds(5), (placed, end) =>
        {
            var fill = h.Venue.Steps.TakeWhile(s => s != placed).LastOrDefault(s => TraderOf(h, s) == Trader(h, placed));
            return fill is not { Kind: VenueStepKind.Filled, Order.IsBuy: true } ? null : new(
                h.WithSteps(l => l.Replace(placed, placed with { At = fill.At + 2_001 })), [Trader(h, placed)], [Unprotected], []);
        });

    /// <summary>A stop covers one step less than what is held.</summary>
    public static Planted? TooSmall(Checker.Input.History h, Random random) =>
        OnStop(h, random, TimeSpan.FromSeconds(5), (placed, end) =>
        {
            var smaller = placed.Order with { Quantity = placed.Order.Quantity - SyntheticVenue.Symbols.Single(s => s.Symbol == placed.Order.Symbol).Step };
            return new(WithOrder(h, placed.Order, smaller), [Trader(h, placed)], [Unprotected, OrderDiffers], []);
        });

    /// <summary>A stop offers one more than what is held.</summary>
    public static Planted? TooLarge(Checker.Input.History h, Random random) =>
        OnStop(h, random, TimeSpan.FromSeconds(5), (placed, end) =>
            new(WithOrder(h, placed.Order, placed.Order with { Quantity = placed.Order.Quantity + 1 }), [Trader(h, placed)], [MoreOffered, OrderDiffers], []));

    /// <summary>An exit that was cancelled before the rest was sold at market is cancelled five seconds after it.</summary>
    public static Planted? Outlives(Checker.Input.History h, Random random)
    {
        var steps = h.Venue.Steps;
        var places = Enumerable.Range(0, Math.Max(0, steps.Count - 3)).Where(i =>
            steps[i] is { Kind: VenueStepKind.Ended, Order.IsBuy: false } && steps[i + 1] is { Kind: VenueStepKind.Placed, Order.Type: "MARKET" }
            && steps[i + 2].Kind == VenueStepKind.Filled && steps[i + 2].Order == steps[i + 1].Order && IsCalm(h, steps[i].At, steps[i].At + 7_000)
            && (i + 3 >= steps.Count || steps[i + 3].At > steps[i + 2].At));
        if (PlantedFaults.Pick(places.Select(static i => (object)i), random) is not int at)
            return null;
        var moved = steps[at] with { At = steps[at + 2].At + 5_000 };
        return new(
            h.WithSteps(l =>
            {
                l.RemoveAt(at);
                l.Insert(at + 2, moved);
            }),
            [Trader(h, moved)], [StopOutlives], []);
    }

    // A stop that was at the venue, untriggered, for some time with nothing to excuse anything.
    private static Planted? OnStop(Checker.Input.History h, Random random, TimeSpan time, Func<VenueStep, VenueStep, Planted?> plant)
    {
        var stops = h.Venue.Steps.Where(s => s.Kind == VenueStepKind.Placed && !s.Order.IsBuy && s.Order.StopPrice > 0)
            .Select(s => (Placed: s, Next: h.Venue.Steps.SkipWhile(n => n != s).Skip(1).FirstOrDefault(n => TraderOf(h, n) == TraderOf(h, s))))
            .Where(p => p.Next is { Kind: VenueStepKind.Ended } && p.Next.Order == p.Placed.Order && p.Next.At - p.Placed.At > time.TotalMilliseconds
                && IsCalm(h, p.Placed.At - 5_000, p.Next.At));
        return PlantedFaults.Pick(stops.Select(static p => (object)p), random) is (VenueStep placed, VenueStep end) ? plant(placed, end) : null;
    }

    private static bool IsCalm(Checker.Input.History h, long from, long to) =>
        !h.Notes.Outages.Any(o => o.To > from && o.From < to) && !h.Venue.Requests.Any(r => r.Status != 200 && r.At + 2_000 > from && r.At < to);

    private static Checker.Input.History WithOrder(Checker.Input.History h, VenueOrder order, VenueOrder other) => h.WithSteps(l =>
    {
        for (var i = 0; i < l.Count; i++)
        {
            if (l[i].Order == order)
                l[i] = l[i] with { Order = other };
        }
    });

    private static string? TraderOf(Checker.Input.History h, VenueStep step) => PlantedFaults.TraderOf(h, step.Order);

    private static string Trader(Checker.Input.History h, VenueStep step) => TraderOf(h, step)!;
}

using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TradingBot.Exchange.Simulation;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Simulation;

/// <summary>The matching engine against a walk over every tick of the path.</summary>
public sealed class CandlePathTests(ITestOutputHelper output)
{
    private const long Tick = 1_000_000;

    internal sealed record Shape(int Gap, int Move, int Up, int Down, int Volume);

    /// <summary>What a trader does before a candle (event 0) or right after one of its events.</summary>
    /// <param name="Candle">Index of the candle.</param>
    /// <param name="Event">0 before the candle, else after the event of that number.</param>
    /// <param name="Trigger">In ticks above the current price.</param>
    /// <param name="Limit">In ticks above the current price.</param>
    /// <param name="Cancel">The open order of this age is cancelled first; -1 for none.</param>
    /// <param name="Place">An order is placed.</param>
    /// <param name="Wait">Before a candle: what could fill at once waits for the open.</param>
    /// <param name="Restart">The engine is put together again from what it has stored.</param>
    internal sealed record Step(
        int Candle, int Event, OrderSide Side, OrderType Type, int Quantity, int Trigger, int Limit, int Cancel, bool Place, bool Wait, bool Restart);

    internal sealed record Scenario(Shape[] Shapes, Step[] Steps, int Slippage, int Share)
    {
        public override string ToString() =>
            $"slippage {Slippage} share {Share}\n{string.Join('\n', Shapes.AsEnumerable())}\n{string.Join('\n', Steps.AsEnumerable())}";
    }

    private static readonly decimal[] Slippages = [0m, 0.0005m, 0.01m, 0.1m];
    private static readonly decimal[] Shares = [0m, 0.1m, 0.5m, 1m];

    private static readonly Arbitrary<Scenario> Ideal = Scenarios(Gen.Constant((0, 0)));

    private static readonly Arbitrary<Scenario> Configured =
        Scenarios(from slippage in Gen.Choose(0, 3) from share in Gen.Choose(0, 3) select (slippage, share));

    [Fact]
    public void Any_orders_on_any_candles_give_the_events_of_the_walk()
    {
        var (fills, rests) = (0, 0);
        Properties.Hold(Ideal, 6_000, s =>
        {
            foreach (var e in Run(s))
                (fills, rests) = e.Quantity > 0 ? (fills + 1, rests) : (fills, rests + 1);
        });
        output.WriteLine($"{fills} fills, {rests} triggers that came to rest");
        fills.ShouldBeGreaterThan(20_000);
        rests.ShouldBeGreaterThan(2_000);
    }

    [Fact]
    public void With_slippage_and_limited_volume_nothing_fills_beyond_its_limit_or_share_or_twice()
    {
        var partial = 0;
        Properties.Hold(Configured, 6_000, s => partial += Run(s).Count(e => e.IsPartial));
        partial.ShouldBeGreaterThan(3_000);
    }

    [Fact]
    public void A_candle_that_lies_behind_is_ignored()
    {
        var matcher = new CandleMatcher(new(Tick), new(1));
        matcher.Begin(Candle(2, 100, 110, 90, 105, 1)).ShouldBeTrue();
        matcher.TryNext(out _).ShouldBeFalse();
        matcher.Place(Limit(1, OrderSide.Buy, 100));
        matcher.Begin(Candle(1, 100, 110, 90, 105, 1)).ShouldBeFalse();
        matcher.Price.ShouldBe(P(105));
        matcher.OpenTime.ShouldBe(2);
    }

    [Fact]
    public void A_candle_begun_again_is_not_walked_again()
    {
        var matcher = new CandleMatcher(new(Tick), new(1));
        var candle = Candle(2, 100, 110, 90, 105, 1);
        matcher.Begin(candle);
        matcher.TryNext(out _).ShouldBeFalse();
        matcher.Place(Limit(1, OrderSide.Buy, 100));
        matcher.Begin(candle).ShouldBeTrue();
        matcher.TryNext(out _).ShouldBeFalse("the low of this candle was before the order");
    }

    [Fact]
    public void An_order_placed_after_a_fill_lives_from_that_price_on()
    {
        // Down to 90 first, then up: the entry fills at 103, after the low, and the stop at 95 is not touched.
        var matcher = new CandleMatcher(new(Tick), new(1));
        matcher.Place(new() { Id = 1, Side = OrderSide.Buy, Type = OrderType.StopLimit, Quantity = new(5), Trigger = P(103), Limit = P(104) });
        matcher.Begin(Candle(1, 100, 110, 90, 105, 1));
        matcher.TryNext(out var entry).ShouldBeTrue();
        entry.Price.ShouldBe(P(103));
        matcher.Place(new() { Id = 2, Side = OrderSide.Sell, Type = OrderType.StopLimit, Quantity = new(5), Trigger = P(95), Limit = P(95) });
        matcher.TryNext(out _).ShouldBeFalse();
        matcher.Price.ShouldBe(P(105));
    }

    private static List<(int Quantity, bool IsPartial)> Run(Scenario s)
    {
        var (slippage, share) = (Slippages[s.Slippage], Shares[s.Share]);
        var options = new SimulationOptions { Slippage = Fixed8.FromDecimal(slippage), MaxVolumeShare = Fixed8.FromDecimal(share) };
        var matcher = new CandleMatcher(new(Tick), new(1), options);
        var walker = new TickWalker(slippage, share);
        var placed = new Dictionary<long, SimulatedOrder>();
        var filled = new Dictionary<long, long>();
        var result = new List<(int, bool)>();
        var last = 200;
        for (var i = 0; i < s.Shapes.Length; i++)
        {
            var (gap, move, up, down, volume) = s.Shapes[i];
            var open = Math.Max(1, last + gap);
            var close = Math.Max(1, open + move);
            var (high, low) = (Math.Max(open, close) + up, Math.Max(1, Math.Min(open, close) - down));
            var candle = Candle(i, open, high, low, close, volume);
            last = close;
            var inCandle = 0L;

            var waits = false;
            foreach (var step in s.Steps.Where(x => x.Candle == i && x.Event == 0))
            {
                Do(step, default, i == 0 ? 200 : walker.Price);
                waits |= step.Wait;
            }

            // Not counted against this candle's share: they fill in the candle before.
            if (i > 0 && !waits)
                Compare(walker.Here(), i, count: false);
            matcher.Begin(candle).ShouldBeTrue();
            inCandle = 0;
            Compare(walker.Walk(open, high, low, close, volume), i, count: true);
            matcher.Price.ShouldBe(candle.Close);
            if (share > 0)
                inCandle.ShouldBeLessThanOrEqualTo((long)decimal.Floor(volume * share));

            void Compare(IEnumerable<WalkedEvent> walk, int at, bool count)
            {
                var number = 0;
                foreach (var expected in walk)
                {
                    matcher.TryNext(out var e).ShouldBeTrue($"expected {expected} in candle {at}");
                    (e.Order.Id, e.Price, e.Quantity.Units).ShouldBe((expected.OrderId, P(expected.Price), expected.Quantity), $"candle {at}");
                    Check(e);
                    if (count)
                        inCandle += e.Quantity.Units;
                    number++;
                    if (!count)
                        continue;
                    foreach (var step in s.Steps.Where(x => x.Candle == at && x.Event == number))
                        Do(step, candle, walker.Price);
                }

                matcher.TryNext(out var extra).ShouldBeFalse($"candle {at}: {extra}");
            }
        }

        matcher.Orders.Select(o => (o.Id, o.Remaining.Units, o.Triggered))
            .ShouldBe(walker.Orders.Select(o => (o.Id, (long)o.Remaining, o.Triggered)));
        return result;

        void Check(MatchEvent e)
        {
            var order = placed[e.Order.Id];
            filled[order.Id] = filled.GetValueOrDefault(order.Id) + e.Quantity.Units;
            filled[order.Id].ShouldBeLessThanOrEqualTo(order.Quantity.Units);
            if (!e.Quantity.IsZero && order.Type is OrderType.Limit or OrderType.StopLimit)
            {
                if (order.Side == OrderSide.Buy)
                    e.Price.ShouldBeLessThanOrEqualTo(order.Limit);
                else
                    e.Price.ShouldBeGreaterThanOrEqualTo(order.Limit);
            }

            result.Add(((int)e.Quantity.Units, !e.Quantity.IsZero && filled[order.Id] < order.Quantity.Units));
        }

        void Do(Step step, Candle candle, int price)
        {
            if (step.Restart)
            {
                var (position, orders) = (matcher.Position, JsonSerializer.Serialize(matcher.Orders));
                matcher = new(new(Tick), new(1), options);
                matcher.Resume(
                    JsonSerializer.Deserialize<PathPosition>(JsonSerializer.Serialize(position)),
                    JsonSerializer.Deserialize<List<SimulatedOrder>>(orders)!);
                if (candle != default)
                    matcher.Begin(candle).ShouldBeTrue();
            }

            if (step.Cancel >= 0 && step.Cancel < walker.Orders.Count)
            {
                var old = walker.Orders[step.Cancel].Id;
                walker.Orders.RemoveAt(step.Cancel);
                matcher.Cancel(old)!.Id.ShouldBe(old);
                matcher.Cancel(old).ShouldBeNull();
            }

            if (!step.Place)
                return;
            var id = placed.Count + 1;
            var (trigger, limit) = (Math.Max(1, price + step.Trigger), Math.Max(1, price + step.Limit));
            placed[id] = new() { Id = id, Side = step.Side, Type = step.Type, Quantity = new(step.Quantity), Trigger = P(trigger), Limit = P(limit) };
            matcher.Place(new() { Id = id, Side = step.Side, Type = step.Type, Quantity = new(step.Quantity), Trigger = P(trigger), Limit = P(limit) });
            walker.Orders.Add(new() { Id = id, Side = step.Side, Type = step.Type, Remaining = step.Quantity, Trigger = trigger, Limit = limit });
        }
    }

    private static Arbitrary<Scenario> Scenarios(Gen<(int Slippage, int Share)> options)
    {
        var small = Gen.Choose(0, 12);
        var shape =
            from gap in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(-30, 30)))
            from move in Gen.Choose(-15, 15) from up in small from down in small from volume in Gen.Choose(0, 40)
            select new Shape(gap, move, up, down, volume);
        var near = Gen.Choose(-20, 20);
        var step =
            from candle in Gen.Choose(0, 7)
            from after in Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Choose(1, 3)))
            from side in Gen.Elements(OrderSide.Buy, OrderSide.Sell)
            from type in Gen.Elements(Enum.GetValues<OrderType>())
            from quantity in Gen.Choose(1, 30)
            from trigger in near from limit in near
            from cancel in Gen.Choose(-4, 2)
            from place in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
            from wait in Gen.Elements(true, false)
            from restart in Gen.Frequency((1, Gen.Constant(true)), (3, Gen.Constant(false)))
            select new Step(candle, after, side, type, quantity, trigger, limit, cancel, place, wait, restart);
        var scenario =
            from shapes in shape.ArrayOf(8) from count in Gen.Choose(1, 30) from steps in step.ArrayOf(count) from o in options
            select new Scenario(shapes, steps, o.Slippage, o.Share);
        return Arb.From(scenario, Shrink);
    }

    private static IEnumerable<Scenario> Shrink(Scenario s)
    {
        foreach (var fewer in Properties.Shorter(s.Steps))
            yield return s with { Steps = fewer };
        if (s.Shapes.Length > 1)
            yield return s with { Shapes = s.Shapes[..^1] };
        for (var i = 0; i < s.Shapes.Length; i++)
        {
            if (s.Shapes[i] is not { Gap: 0, Move: 0, Up: 0, Down: 0 })
                yield return s with { Shapes = [.. s.Shapes[..i], new(0, 0, 0, 0, s.Shapes[i].Volume), .. s.Shapes[(i + 1)..]] };
        }
    }

    private static SimulatedOrder Limit(long id, OrderSide side, int limit) =>
        new() { Id = id, Side = side, Type = OrderType.Limit, Quantity = new(5), Limit = P(limit) };

    private static Candle Candle(long time, int open, int high, int low, int close, int volume) =>
        new(time, P(open), P(high), P(low), P(close), volume / 100_000_000m);

    private static Fixed8 P(int ticks) => new(ticks * Tick);
}

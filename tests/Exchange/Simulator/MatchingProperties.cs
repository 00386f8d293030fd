using TradingBot.Exchange.Simulation;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Simulator;
using TradingBot.Simulator.Faults;
using TradingBot.Simulator.Prices;
using TradingBot.Simulator.Venue;
using TradingBot.Trading;

namespace TradingBot.Tests.Exchange.Simulator;

/// <summary>The simulator matches along a candle's path exactly as backtests and paper trading do.</summary>
public sealed class MatchingProperties
{
    private const int Candles = 120;

    private static readonly SymbolInfo Symbol = new(
        MarketSymbol.Parse("spot:BTCUSDT"), "BTC", "USDT", Fixed8.Parse("0.01"), Fixed8.Parse("0.001"), Fixed8.Parse("0.001"), Fixed8.Parse("1000"), Fixed8.Parse("5"));

    [Fact]
    public void Random_orders_on_random_candles_meet_the_same_fate_in_both_engines()
    {
        for (var seed = 1; seed <= 100; seed++)
            Compare(seed);
    }

    private static void Compare(int seed)
    {
        var random = new Random(seed);
        var tape = new Tape(Walk(random));
        var account = new SimAccount("k", "s", null, new() { ["BTC"] = 1_000_000, ["USDT"] = 1_000_000_000 }, []);
        var venue = new SimVenue(new SimulatorOptions(), tape, [account], new FaultPlan(seed), new(TimeProvider.System), TimeProvider.System);
        var symbol = venue.Symbols.Single();
        var matcher = new CandleMatcher(Symbol.TickSize, Symbol.StepSize);
        var told = new List<(long Order, decimal Price, decimal Quantity)>();
        var open = new Dictionary<long, SimOrder>();
        foreach (var candle in tape.All)
        {
            // In steps of any size: a leg may be walked in parts.
            for (var time = candle.OpenTime; time < candle.OpenTime + 60_000; time += random.Next(1, 30_000))
                venue.AdvanceTo(time);
            venue.AdvanceTo(candle.OpenTime + 60_000);
            matcher.Begin(candle);
            Take(matcher, told);

            symbol.Price.ShouldBe(candle.Close.ToDecimal());
            for (var i = random.Next(3); i > 0; i--)
            {
                var order = RandomOrder(random, matcher.Price, open.Count + 1);
                matcher.Place(order);
                open.Add(order.Id, Mirror(order, account, symbol, venue.MarketTime));
                venue.Accept(open[order.Id]);
            }

            Take(matcher, told);
            if (matcher.Orders.Count > 0 && random.Next(4) == 0)
            {
                var cancelled = matcher.Orders[random.Next(matcher.Orders.Count)].Id;
                matcher.Cancel(cancelled);
                venue.End(open[cancelled], "CANCELED");
            }

            account.Trades.Select(t => (t.Order.Id, t.Price, t.Quantity)).ShouldBe(told, $"seed {seed}, candle {candle}");
            symbol.Open.Select(o => (o.Id, o.Triggered)).ShouldBe(matcher.Orders.Select(o => (o.Id, o.Triggered)), $"seed {seed}, candle {candle}");
        }

        told.Count.ShouldBeGreaterThan(5, $"seed {seed}");
    }

    private static void Take(CandleMatcher matcher, List<(long, decimal, decimal)> told)
    {
        while (matcher.TryNext(out var e))
        {
            if (e.Quantity.IsPositive)
                told.Add((e.Order.Id, e.Price.ToDecimal(), e.Quantity.ToDecimal()));
        }
    }

    // Stops lie on the side of the price where the venue accepts them.
    private static SimulatedOrder RandomOrder(Random random, Fixed8 price, long id)
    {
        var type = (OrderType)random.Next(4);
        var side = (OrderSide)random.Next(2);
        Fixed8 Near(int from, int to) => price + new Fixed8(random.Next(from, to) * Symbol.TickSize.Units);
        var trigger = side == OrderSide.Buy ? Near(1, 300) : Near(-300, -1);
        return new()
        {
            Id = id, Side = side, Type = type, Quantity = new Fixed8(random.Next(1, 1_000) * Symbol.StepSize.Units),
            Trigger = type is OrderType.StopLimit or OrderType.StopMarket ? trigger : default,
            Limit = type is OrderType.Limit or OrderType.StopLimit ? Near(-400, 400) : default,
        };
    }

    private static SimOrder Mirror(SimulatedOrder order, SimAccount account, SimSymbol symbol, long time) => new()
    {
        Id = order.Id, Account = account, Symbol = symbol, ClientId = $"{order.Id}", Side = order.Side == OrderSide.Buy ? "BUY" : "SELL",
        Type = order.Type switch { OrderType.Market => "MARKET", OrderType.Limit => "LIMIT", OrderType.StopLimit => "STOP_LOSS_LIMIT", _ => "STOP_LOSS" },
        Price = order.Limit.ToDecimal(), StopPrice = order.Trigger.ToDecimal(), Quantity = order.Quantity.ToDecimal(), Time = time,
    };

    // Every other minute, so that between two candles there is a moment at which the price still is the first one's close.
    private static Candle[] Walk(Random random)
    {
        var candles = new Candle[Candles];
        var price = 10_000L;
        for (var i = 0; i < Candles; i++)
        {
            var open = price + random.Next(-100, 101);
            var close = open + random.Next(-200, 201);
            var high = Math.Max(open, close) + random.Next(0, 150);
            var low = Math.Min(open, close) - random.Next(0, 150);
            Fixed8 At(long ticks) => new(ticks * Symbol.TickSize.Units);
            candles[i] = new(1_735_689_600_000 + i * 120_000L, At(open), At(high), At(low), At(close), 10);
            price = Math.Clamp(close, 5_000, 20_000);
        }

        return candles;
    }

    private sealed class Tape(Candle[] candles) : ICandleTape
    {
        public IReadOnlyList<Candle> All => candles;

        public IReadOnlyList<SymbolInfo> Symbols => [Symbol];

        public long Start => candles[0].OpenTime;

        public CandleInterval IntervalOf(MarketSymbol symbol) => CandleInterval.OneMinute;

        public Candle? Next(MarketSymbol symbol, long from)
        {
            var found = Array.FindIndex(candles, c => c.OpenTime >= from);
            return found < 0 ? null : candles[found];
        }

        public IEnumerable<Candle> Range(MarketSymbol symbol, long from, long to) => candles.Where(c => c.OpenTime >= from && c.OpenTime < to);

        public Candle? TryWhole(MarketSymbol symbol, CandleInterval interval, long openTime) => null;
    }
}

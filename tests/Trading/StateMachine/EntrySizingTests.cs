using FsCheck;
using FsCheck.Fluent;
using TradingBot.Grains.Trading;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.StateMachine;

/// <summary>The trading spec, section 6.</summary>
public sealed class EntrySizingTests
{
    private static readonly SymbolInfo Btc = new(
        new(MarketType.Spot, "BTCUSDT"), "BTC", "USDT", F("0.01"), F("0.001"), F("0.01"), F("50"), F("5"));

    internal sealed record Case(
        MarketType Market, SizeKind Kind, long Value, long Price, long Free, long Held, long Step, int Min, int Max, long MinNotional, long Fee, int Leverage);

    [Theory]
    [InlineData(SizeKind.Fixed, "0.5", "1000", "100000", "0.5")]
    [InlineData(SizeKind.Quote, "500", "333.33", "100000", "1.5")]
    [InlineData(SizeKind.Quote, "499.99", "333.33", "100000", "1.499")]
    [InlineData(SizeKind.Percent, "10", "1000", "12345.67", "1.234")]
    [InlineData(SizeKind.Percent, "100", "1000", "12345.67", "12.345")]
    public void The_quantity_is_what_the_user_asked_for_in_whole_steps(SizeKind kind, string value, string price, string free, string expected)
    {
        var refusal = Choose(Btc, kind, value, price, free, out var quantity);
        refusal.Reason.ShouldBe(EntryRefusalReason.None);
        quantity.ShouldBe(F(expected));
    }

    [Theory]
    [InlineData(SizeKind.Fixed, "0.009", "1000", "100000", EntryRefusalReason.MinQuantity, "0.009 is below LOT_SIZE minQty 0.01")]
    [InlineData(SizeKind.Quote, "9", "1000", "100000", EntryRefusalReason.MinQuantity, "0.009 is below LOT_SIZE minQty 0.01")]
    [InlineData(SizeKind.Percent, "10", "1000", "0", EntryRefusalReason.MinQuantity, "0 is below LOT_SIZE minQty 0.01")]
    [InlineData(SizeKind.Percent, "10", "1000", "-5", EntryRefusalReason.MinQuantity, "0 is below LOT_SIZE minQty 0.01")]
    [InlineData(SizeKind.Fixed, "50.001", "1", "100000", EntryRefusalReason.MaxQuantity, "50.001 is above LOT_SIZE maxQty 50")]
    [InlineData(SizeKind.Quote, "51", "1", "100000", EntryRefusalReason.MaxQuantity, "51 is above LOT_SIZE maxQty 50")]
    [InlineData(SizeKind.Fixed, "0.0105", "1000", "100000", EntryRefusalReason.StepSize, "0.0105 is not a multiple of LOT_SIZE stepSize 0.001")]
    [InlineData(SizeKind.Fixed, "0.01", "499", "100000", EntryRefusalReason.MinNotional, "4.99 is below NOTIONAL minNotional 5")]
    [InlineData(SizeKind.Fixed, "2", "1000", "1999.99", EntryRefusalReason.Balance, "2000 is above the free balance 1999.99")]
    [InlineData(SizeKind.Quote, "2000", "1000", "1999.99", EntryRefusalReason.Balance, "2000 is above the free balance 1999.99")]
    public void What_a_filter_forbids_is_refused_with_its_name_and_numbers(
        SizeKind kind, string value, string price, string free, EntryRefusalReason reason, string words)
    {
        var refusal = Choose(Btc, kind, value, price, free, out var quantity);
        refusal.Reason.ShouldBe(reason);
        refusal.ToString().ShouldContain(words);
        quantity.ShouldBe(Fixed8.Zero);
    }

    [Fact]
    public void An_entry_that_could_not_be_sold_again_is_refused()
    {
        var whole = Btc with { StepSize = Fixed8.One, MinQuantity = Fixed8.One };
        Choose(whole, SizeKind.Fixed, "1", "100", "1000", out _).Reason.ShouldBe(EntryRefusalReason.NotSellable);
        EntrySizing.Choose(Rules(whole, SizeKind.Fixed, "1"), F("100"), F("1000"), F("0.001"), out var withDust).Reason
            .ShouldBe(EntryRefusalReason.None);
        withDust.ShouldBe(Fixed8.One);
    }

    [Fact]
    public void Leverage_multiplies_percent_and_balance_on_futures_only()
    {
        var futures = Btc with { Id = new(MarketType.Usdm, "BTCUSDT") };
        var rules = Rules(futures, SizeKind.Percent, "100") with { Leverage = 20 };
        EntrySizing.Choose(rules, F("1000"), F("100"), default, out var quantity).Reason.ShouldBe(EntryRefusalReason.None);
        quantity.ShouldBe(F("2"));
        EntrySizing.Choose(rules with { Symbol = Btc }, F("1000"), F("100"), default, out quantity);
        quantity.ShouldBe(F("0.1"));
    }

    [Fact]
    public void A_quantity_beyond_all_numbers_is_refused_like_any_that_is_too_large()
    {
        var cheap = Btc with { TickSize = new(1), StepSize = Fixed8.One, MinQuantity = Fixed8.One, MaxQuantity = F("90000000000") };
        var refusal = Choose(cheap, SizeKind.Quote, "5000", "0.00000001", "10000", out var quantity);
        refusal.Reason.ShouldBe(EntryRefusalReason.MaxQuantity);
        quantity.ShouldBe(Fixed8.Zero);
        EntrySizing.Choose(Rules(cheap, SizeKind.Percent, "100"), F("0.00000001"), F("7000000"), default, out _).Reason
            .ShouldBe(EntryRefusalReason.MaxQuantity);
    }

    [Fact]
    public void Any_size_equals_the_plain_formula_and_costs_no_more_than_was_asked_for()
    {
        var placed = 0;
        Properties.Hold(Cases(), 20_000, c =>
        {
            var symbol = new SymbolInfo(
                new(c.Market, "BTCUSDT"), "BTC", "USDT", new(1), new(c.Step), new(c.Min * c.Step), new(c.Max * c.Step), new(c.MinNotional));
            var rules = new TradingRules(symbol, new(c.Kind, new(c.Value)), c.Leverage, new(c.Fee));
            var (price, free, held) = (new Fixed8(c.Price), new Fixed8(c.Free), new Fixed8(c.Held));
            var refusal = EntrySizing.Choose(rules, price, free, held, out var quantity);
            var (reason, expected) = Plain(c);
            refusal.Reason.ShouldBe(reason);
            quantity.ToDecimal().ShouldBe(expected);
            if (reason != EntryRefusalReason.None)
                return;
            placed++;
            quantity.IsMultipleOf(symbol.StepSize).ShouldBeTrue();
            var cost = (price * quantity).ToDecimal();
            var leverage = c.Market == MarketType.Usdm ? c.Leverage : 1;
            cost.ShouldBeLessThanOrEqualTo(free.ToDecimal() * leverage);
            if (c.Kind == SizeKind.Quote)
                cost.ShouldBeLessThanOrEqualTo(c.Value / 100_000_000m);
            if (c.Kind == SizeKind.Percent)
                cost.ShouldBeLessThanOrEqualTo(free.ToDecimal() * c.Value / 10_000_000_000m * leverage);
        });
        placed.ShouldBeGreaterThan(4_000);
    }

    private static Gen<Case> Cases() =>
        from market in Gen.Elements(MarketType.Spot, MarketType.Usdm)
        from kind in Gen.Elements(SizeKind.Fixed, SizeKind.Quote, SizeKind.Percent)
        from step in Gen.Elements(1L, 1_000L, 100_000L, 3_000_000L, 100_000_000L)
        from min in Gen.Choose(0, 20)
        from max in Gen.Elements(25, 1_000, 1_000_000)
        from stepsWanted in Gen.Choose(1, 2_000)
        from odd in Gen.Frequency((5, Gen.Constant(0L)), (1, Gen.Constant(1L)))
        from price in Properties.Range(1, 100_000_00000000)
        from amount in Properties.Range(1, 20_000_00000000)
        from percent in Properties.Range(1, 100_00000000)
        from free in Properties.Range(0, 100_000_00000000)
        from held in Properties.Range(0, 2)
        from minNotional in Gen.Elements(0L, 5_00000000L, 100_00000000L)
        from fee in Gen.Elements(0L, 100_000L, 75_000L, 10_000_000L)
        from leverage in Gen.Elements(1, 3, 20, 125)
        select new Case(
            market, kind, kind == SizeKind.Fixed ? stepsWanted * step + odd : kind == SizeKind.Quote ? amount : percent, price, free,
            held * step / 3, step, min, max, minNotional, fee, leverage);

    private static (EntryRefusalReason Reason, decimal Quantity) Plain(Case c)
    {
        const decimal One = 100_000_000m;
        var (value, price, free, held, step) = (c.Value / One, c.Price / One, c.Free / One, c.Held / One, c.Step / One);
        var leverage = c.Market == MarketType.Usdm ? c.Leverage : 1;
        var quantity = c.Kind switch
        {
            SizeKind.Fixed => value,
            SizeKind.Quote => Steps(value),
            _ => Steps(free * value / 100m * leverage),
        };
        if (quantity <= 0m || quantity < c.Min * step)
            return (EntryRefusalReason.MinQuantity, 0m);
        if (quantity > c.Max * step)
            return (EntryRefusalReason.MaxQuantity, 0m);
        if (quantity % step != 0m)
            return (EntryRefusalReason.StepSize, 0m);
        if (quantity * price < c.MinNotional / One)
            return (EntryRefusalReason.MinNotional, 0m);
        if (quantity * price > free * leverage)
            return (EntryRefusalReason.Balance, 0m);
        var left = held + quantity - decimal.Truncate(quantity * (c.Fee / One) * One) / One;
        return c.Market == MarketType.Spot && left < step ? (EntryRefusalReason.NotSellable, 0m) : (EntryRefusalReason.None, quantity);

        decimal Steps(decimal amount)
        {
            var steps = decimal.Floor(amount / (price * step));
            return (steps * price * step > amount ? steps - 1m : steps) * step;
        }
    }

    private static EntryRefusal Choose(SymbolInfo symbol, SizeKind kind, string value, string price, string free, out Fixed8 quantity) =>
        EntrySizing.Choose(Rules(symbol, kind, value), F(price), F(free), default, out quantity);

    private static TradingRules Rules(SymbolInfo symbol, SizeKind kind, string value) => new(symbol, new(kind, F(value)), 1, F("0.001"));

    private static Fixed8 F(string text) => Fixed8.Parse(text);
}

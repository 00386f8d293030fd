using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using TradingBot.Numbers;

namespace TradingBot.Tests.Trading.Numbers;

public sealed class Fixed16Tests
{
    private const int Cases = 5_000;

    private static readonly BigInteger Scale = BigInteger.Pow(10, 16);

    // Products of two prices or quantities, and numbers beyond what any product reaches.
    private static readonly Gen<Int128> Amounts =
        from high in Properties.Longs
        from low in Properties.Longs
        from isWide in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        select isWide ? ((Int128)high << 62) + low : (Int128)high;

    private static readonly Gen<(Int128 A, Int128 B)> Pairs = from a in Amounts from b in Amounts select (a, b);

    private static readonly Gen<(Int128 Amount, long Number)> Mixed =
        from amount in Amounts from number in Properties.Longs select (amount, number);

    [Fact]
    public void Sum_difference_and_negation_are_exact_or_overflow() => Properties.Hold(Pairs, Cases, p =>
    {
        var (a, b) = (new Fixed16(p.A), new Fixed16(p.B));
        ExactOrOverflow((BigInteger)p.A + p.B, () => (a + b).Units);
        ExactOrOverflow((BigInteger)p.A - p.B, () => (a - b).Units);
        ExactOrOverflow(-(BigInteger)p.A, () => (-a).Units);
    });

    [Fact]
    public void A_whole_multiple_is_exact_or_overflows() => Properties.Hold(Mixed, Cases, p =>
    {
        var times = (int)(p.Number % int.MaxValue);
        ExactOrOverflow((BigInteger)p.Amount * times, () => (new Fixed16(p.Amount) * times).Units);
    });

    [Fact]
    public void Order_and_extremes_are_those_of_the_units() => Properties.Hold(Pairs, Cases, p =>
    {
        var (a, b) = (new Fixed16(p.A), new Fixed16(p.B));
        (a < b, a <= b, a > b, a >= b).ShouldBe((p.A < p.B, p.A <= p.B, p.A > p.B, p.A >= p.B));
        a.CompareTo(b).ShouldBe(p.A.CompareTo(p.B));
        (Fixed16.Min(a, b).Units, Fixed16.Max(a, b).Units).ShouldBe((Int128.Min(p.A, p.B), Int128.Max(p.A, p.B)));
        (a.IsPositive, a.IsZero).ShouldBe((p.A > 0, p.A == 0));
    });

    [Fact]
    public void Eight_decimals_widen_exactly() => Properties.Hold(Properties.Longs, Cases, units =>
        ((BigInteger)((Fixed16)new Fixed8(units)).Units).ShouldBe((BigInteger)units * 100_000_000));

    [Fact]
    public void Truncation_to_eight_decimals_goes_toward_zero_or_overflows() => Properties.Hold(Amounts, Cases, units =>
        ExactOrOverflow8(BigInteger.Divide(units, 100_000_000), () => new Fixed16(units).TruncateTo8().Units));

    [Fact]
    public void A_commission_is_cut_toward_zero_or_overflows() => Properties.Hold(Mixed, Cases, p =>
    {
        var product = (BigInteger)p.Amount * p.Number;
        if (product < (BigInteger)Int128.MinValue || product > (BigInteger)Int128.MaxValue)
            Should.Throw<OverflowException>(() => new Fixed16(p.Amount).TimesTruncatedTo8(new(p.Number)));
        else
            ExactOrOverflow8(BigInteger.Divide(product, Scale), () => new Fixed16(p.Amount).TimesTruncatedTo8(new(p.Number)).Units);
    });

    [Fact]
    public void A_commission_equals_the_decimal_formula() => Properties.Hold(
        from price in Properties.Range(1, 10_000_000_000_000) from quantity in Properties.Range(1, 10_000_000_000) from rate in Properties.Range(0, 10_000_000)
        select (price, quantity, rate),
        Cases,
        p =>
        {
            var (price, quantity, rate) = (new Fixed8(p.price), new Fixed8(p.quantity), new Fixed8(p.rate));
            (price * quantity).TimesTruncatedTo8(rate).ToDecimal()
                .ShouldBe(decimal.Truncate(price.ToDecimal() * quantity.ToDecimal() * rate.ToDecimal() * 100_000_000m) / 100_000_000m);
        });

    [Fact]
    public void An_average_price_is_rounded_half_to_even_or_overflows() => Properties.Hold(Mixed, Cases, p =>
    {
        var (amount, quantity) = (Magnitude(p.Amount), Math.Max(1, Math.Abs(p.Number + 1)));
        var price = BigInteger.DivRem(amount, quantity, out var rest);
        if (rest * 2 > quantity || (rest * 2 == quantity && !price.IsEven))
            price++;
        ExactOrOverflow8(price, () => new Fixed16(amount).PricePer(new(quantity)).Units);
    });

    [Fact]
    public void An_average_price_of_nothing_or_of_a_debt_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Fixed16(1).PricePer(Fixed8.Zero));
        Should.Throw<ArgumentOutOfRangeException>(() => new Fixed16(1).PricePer(new(-1)));
        Should.Throw<ArgumentOutOfRangeException>(() => new Fixed16(-1).PricePer(Fixed8.One));
    }

    [Fact]
    public void The_quantity_that_an_amount_buys_is_the_most_whole_steps_that_it_pays_for() => Properties.Hold(
        from p in Mixed from step in Gen.Elements(1L, 1_000L, 70_000_000L, 100_000_000L) select (p.Amount, p.Number, step),
        Cases,
        p =>
        {
            var (price, step) = (new Fixed8(Math.Max(1, Math.Abs(p.Number + 1))), new Fixed8(p.step));
            var steps = p.Amount <= 0 ? BigInteger.Zero : BigInteger.Divide(p.Amount, (BigInteger)price.Units * step.Units);
            // Beyond the range it says the largest number, which is above every order's largest quantity.
            var expected = steps * step.Units > long.MaxValue ? long.MaxValue : steps * step.Units;
            ((BigInteger)new Fixed16(p.Amount).QuantityAt(price, step).Units).ShouldBe(expected);
        });

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    public void A_quantity_at_an_impossible_price_or_step_is_refused(long price, long step) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Fixed16(1_000_000).QuantityAt(new(price), new(step)));

    [Fact]
    public void A_percentage_is_cut_toward_zero_at_sixteen_decimals_or_overflows() => Properties.Hold(Mixed, Cases, p =>
    {
        var (percent, leverage) = (Math.Abs(p.Number % 10_000_000_001), (int)Math.Abs(p.Number % 125) + 1);
        var product = (BigInteger)p.Amount * percent * leverage;
        if (product < (BigInteger)Int128.MinValue || product > (BigInteger)Int128.MaxValue)
            Should.Throw<OverflowException>(() => new Fixed16(p.Amount).Percent(new(percent), leverage));
        else
            ((BigInteger)new Fixed16(p.Amount).Percent(new(percent), leverage).Units).ShouldBe(BigInteger.Divide(product, 10_000_000_000));
    });

    [Fact]
    public void Decimals_convert_both_ways_within_the_range() => Properties.Hold(Amounts, Cases, units =>
    {
        var value = new Fixed16(units);
        if (Magnitude(units) > (Int128)((BigInteger)7_900_000_000_000 * Scale))
        {
            Should.Throw<OverflowException>(() => value.ToDecimal());
            return;
        }

        value.ToDecimal().ShouldBe((decimal)units / 10_000_000_000_000_000m);
        Fixed16.FromDecimal(value.ToDecimal()).ShouldBe(value);
        decimal.Parse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture).ShouldBe(value.ToDecimal());
    });

    [Fact]
    public void The_notation_is_exact_and_the_shortest_and_is_read_back() => Properties.Hold(
        from units in Gen.Frequency((9, Amounts), (1, Gen.Elements(Int128.MinValue, Int128.MaxValue, Int128.Zero)))
        from zeros in Gen.Choose(0, 20)
        select units / (Int128)BigInteger.Pow(10, zeros) * (Int128)BigInteger.Pow(10, zeros),
        Cases,
        units =>
        {
            var magnitude = BigInteger.Abs(units);
            var digits = (magnitude % Scale).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(16, '0').TrimEnd('0');
            var text = new Fixed16(units).ToString();
            text.ShouldBe($"{(units < 0 ? "-" : "")}{magnitude / Scale}{(digits == "" ? "" : ".")}{digits}");
            Fixed16.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out var read).ShouldBeTrue();
            read.Units.ShouldBe(units);
        });

    [Theory]
    [InlineData("0.00000000000000001")]
    [InlineData("7900000000000.1")]
    [InlineData("-7900000000001")]
    [InlineData("79228162514264337593543950335")]
    public void A_decimal_that_does_not_fit_is_refused(string text) =>
        Should.Throw<OverflowException>(() => Fixed16.FromDecimal(decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture)));

    private static Int128 Magnitude(Int128 value) => value < 0 ? -value : value;

    private static void ExactOrOverflow(BigInteger expected, Func<Int128> actual)
    {
        if (expected < (BigInteger)Int128.MinValue || expected > (BigInteger)Int128.MaxValue)
            Should.Throw<OverflowException>(() => actual());
        else
            ((BigInteger)actual()).ShouldBe(expected);
    }

    private static void ExactOrOverflow8(BigInteger expected, Func<long> actual)
    {
        if (expected < long.MinValue || expected > long.MaxValue)
            Should.Throw<OverflowException>(() => actual());
        else
            ((BigInteger)actual()).ShouldBe(expected);
    }
}

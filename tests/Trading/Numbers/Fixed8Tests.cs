using System.ComponentModel;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TradingBot.Numbers;

namespace TradingBot.Tests.Trading.Numbers;

public sealed class Fixed8Tests
{
    private const int Cases = 5_000;

    private static readonly Gen<(long A, long B)> Pairs = from a in Properties.Longs from b in Properties.Longs select (a, b);

    private static readonly Gen<(long Value, long Step)> Steps =
        from value in Properties.Longs
        from step in Gen.Frequency(
            (3, Gen.Elements(1L, 7L, 1_000L, 1_000_000L, 100_000_000L, 37_000_000L)),
            (1, from s in Properties.Longs select Math.Max(1, Math.Abs(s == long.MinValue ? 1 : s))))
        select (value, step);

    [Fact]
    public void Every_value_is_its_units_divided_by_ten_to_the_eight() => Properties.Hold(Properties.Longs, Cases, units =>
    {
        new Fixed8(units).ToDecimal().ShouldBe(units / 100_000_000m);
        if (Math.Abs((decimal)units) <= 92_233_720_368m * 100_000_000m)
            Fixed8.FromDecimal(units / 100_000_000m).Units.ShouldBe(units);
    });

    [Fact]
    public void Sum_difference_and_negation_are_exact_or_overflow() => Properties.Hold(Pairs, Cases, p =>
    {
        var (a, b) = (new Fixed8(p.A), new Fixed8(p.B));
        ExactOrOverflow((BigInteger)p.A + p.B, () => (a + b).Units);
        ExactOrOverflow((BigInteger)p.A - p.B, () => (a - b).Units);
        ExactOrOverflow(-(BigInteger)p.A, () => (-a).Units);
    });

    [Fact]
    public void A_product_is_exact() => Properties.Hold(Pairs, Cases, p =>
        ((BigInteger)(new Fixed8(p.A) * new Fixed8(p.B)).Units).ShouldBe((BigInteger)p.A * p.B));

    [Fact]
    public void Products_of_everyday_numbers_equal_decimal_products() => Properties.Hold(Pairs, Cases, p =>
    {
        var (a, b) = (new Fixed8(p.A % 10_000_000_000_000), new Fixed8(p.B % 10_000_000_000_000));
        (a * b).ToDecimal().ShouldBe(a.ToDecimal() * b.ToDecimal());
    });

    [Fact]
    public void Order_and_extremes_are_those_of_the_units() => Properties.Hold(Pairs, Cases, p =>
    {
        var (a, b) = (new Fixed8(p.A), new Fixed8(p.B));
        (a < b).ShouldBe(p.A < p.B);
        (a <= b).ShouldBe(p.A <= p.B);
        (a > b).ShouldBe(p.A > p.B);
        (a >= b).ShouldBe(p.A >= p.B);
        a.CompareTo(b).ShouldBe(p.A.CompareTo(p.B));
        Fixed8.Min(a, b).Units.ShouldBe(Math.Min(p.A, p.B));
        Fixed8.Max(a, b).Units.ShouldBe(Math.Max(p.A, p.B));
        (a.IsPositive, a.IsZero).ShouldBe((p.A > 0, p.A == 0));
    });

    [Fact]
    public void Floor_to_a_step_is_floor_of_the_quotient_times_the_step_or_overflows() => Properties.Hold(Steps, Cases, p =>
    {
        var (value, step) = (new Fixed8(p.Value), new Fixed8(p.Step));
        var quotient = BigInteger.DivRem(p.Value, p.Step, out var rest);
        ExactOrOverflow((rest < 0 ? quotient - 1 : quotient) * p.Step, () => value.FloorTo(step).Units);
        value.IsMultipleOf(step).ShouldBe(rest.IsZero);
    });

    [Fact]
    public void Floor_to_a_step_equals_the_decimal_formula() => Properties.Hold(Steps, Cases, p =>
    {
        var (value, step) = (new Fixed8(p.Value % 1_000_000_000_000), new Fixed8(p.Step % 1_000_000_000 + 1));
        value.FloorTo(step).ToDecimal().ShouldBe(decimal.Floor(value.ToDecimal() / step.ToDecimal()) * step.ToDecimal());
    });

    [Fact]
    public void Halves_and_quarters_are_rounded_half_to_even() => Properties.Hold(Properties.Longs, Cases, units =>
    {
        Fixed8.HalfToEven(units).ShouldBe((long)Math.Round(units / 2m, MidpointRounding.ToEven));
        Fixed8.QuarterToEven(units).ShouldBe((long)Math.Round(units / 4m, MidpointRounding.ToEven));
    });

    [Fact]
    public void Text_reads_back_as_the_same_value() => Properties.Hold(Properties.Longs, Cases, units =>
    {
        var value = new Fixed8(units == long.MinValue ? 0 : units);
        var text = value.ToString();
        Fixed8.Parse(text).ShouldBe(value);
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture).ShouldBe(value.ToDecimal());
        text.ShouldNotEndWith(".");
        (text.Contains('.', StringComparison.Ordinal) && text[^1] == '0').ShouldBeFalse("the shortest notation");
    });

    [Theory]
    [InlineData("0.01", 1_000_000)]
    [InlineData("-12.5", -1_250_000_000)]
    [InlineData("+3", 300_000_000)]
    [InlineData(".5", 50_000_000)]
    [InlineData("5.", 500_000_000)]
    [InlineData("007", 700_000_000)]
    [InlineData("1.1234567800000", 112_345_678)]
    [InlineData("92233720368.54775807", long.MaxValue)]
    [InlineData("-92233720368.54775807", -long.MaxValue)]
    public void Plain_decimal_notation_is_read(string text, long units) => Fixed8.Parse(text).Units.ShouldBe(units);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("+.")]
    [InlineData("1e5")]
    [InlineData("1,000")]
    [InlineData("1 ")]
    [InlineData(" 1")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("∞")]
    [InlineData("٣")]
    [InlineData("0.000000001")]
    [InlineData("92233720368.54775808")]
    [InlineData("-92233720368.54775808")]
    [InlineData("92233720369")]
    [InlineData("1000000000000000000000000000000")]
    [InlineData("0.0000000000000000000000000000000000000000000000000000000000000001")]
    public void Text_that_is_no_such_number_is_refused(string text)
    {
        Fixed8.TryParse(text, out var value).ShouldBeFalse();
        value.ShouldBe(Fixed8.Zero);
        Should.Throw<FormatException>(() => Fixed8.Parse(text)).Message.ShouldContain(text);
    }

    [Fact]
    public void Any_text_is_a_number_exactly_when_it_looks_like_one() => Properties.Hold(
        from length in Gen.Choose(0, 24) from c in Gen.Elements("0123456789012345678990.-+ e".ToCharArray()).ArrayOf(length) select new string(c),
        Cases,
        text =>
        {
            var looks = System.Text.RegularExpressions.Regex.IsMatch(text, @"^[+-]?(?=\.?\d)\d*(\.\d*)?$", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
            var fits = looks && Exact(text) is { } units && units >= -long.MaxValue && units <= long.MaxValue;
            Fixed8.TryParse(text, out var value).ShouldBe(fits, text);
            Fixed8.TryParse(Encoding.UTF8.GetBytes(text), out var fromBytes).ShouldBe(fits, text);
            fromBytes.ShouldBe(value);
            if (fits)
                ((BigInteger)value.Units).ShouldBe(Exact(text)!.Value);
        });

    [Theory]
    [InlineData("0.000000001")]
    [InlineData("92233720369")]
    [InlineData("-92233720369")]
    [InlineData("79228162514264337593543950335")]
    public void A_decimal_that_does_not_fit_is_refused(string text)
    {
        var value = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        Fixed8.TryFromDecimal(value, out _).ShouldBeFalse();
        Should.Throw<OverflowException>(() => Fixed8.FromDecimal(value));
    }

    [Fact]
    public void Configuration_text_is_read_by_the_type_converter() =>
        TypeDescriptor.GetConverter(typeof(Fixed8)).ConvertFromInvariantString("0.00075").ShouldBe(new Fixed8(75_000));

    private static void ExactOrOverflow(BigInteger expected, Func<long> actual)
    {
        if (expected < long.MinValue || expected > long.MaxValue)
            Should.Throw<OverflowException>(() => actual());
        else
            ((BigInteger)actual()).ShouldBe(expected);
    }

    private static BigInteger? Exact(string text)
    {
        var unsigned = text.TrimStart('+', '-');
        var point = unsigned.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? unsigned : unsigned[..point];
        var fraction = point < 0 ? "" : unsigned[(point + 1)..].TrimEnd('0');
        if (fraction.Length > 8)
            return null;
        var units = BigInteger.Parse("0" + whole + fraction.PadRight(8, '0'), System.Globalization.CultureInfo.InvariantCulture);
        return text[0] == '-' ? -units : units;
    }
}

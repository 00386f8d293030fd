using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingBot.Numbers;

/// <summary>
/// A decimal number with exactly sixteen decimals, the exact product of two <see cref="Fixed8"/> values: balances, notionals and
/// PnL. Every operation is exact or throws <see cref="OverflowException"/>; nothing is rounded unless the method's name says so.
/// </summary>
/// <param name="Units">The value times 10^16.</param>
[GenerateSerializer, Immutable, Alias("fixed16")]
[JsonConverter(typeof(Fixed16JsonConverter))]
public readonly record struct Fixed16([property: Id(0)] Int128 Units) : IComparable<Fixed16>
{
    /// <summary>The number of decimals.</summary>
    public const int Decimals = 16;

    private static readonly Int128 Scale = Int128.Parse("10000000000000000");
    private static readonly Int128 DecimalLimit = (Int128)7_900_000_000_000L * 10_000_000_000_000_000L;

    /// <summary>0.</summary>
    public static Fixed16 Zero => default;

    /// <summary>True when the value is above zero.</summary>
    public bool IsPositive => Units > 0;

    /// <summary>True when the value is zero.</summary>
    public bool IsZero => Units == 0;

    /// <summary>Widens an eight-decimal value; always exact.</summary>
    public static implicit operator Fixed16(Fixed8 value) => new((Int128)value.Units * Fixed8.Scale);

    /// <summary>Converts a decimal of at most sixteen decimals.</summary>
    /// <exception cref="OverflowException">The value has more than sixteen decimals or is beyond ±7.9·10^12.</exception>
    public static Fixed16 FromDecimal(decimal value)
    {
        if (Math.Abs(value) > 7_900_000_000_000m)
            throw new OverflowException($"{value} is beyond ±7,900,000,000,000.");
        var scaled = value * 10_000_000_000_000_000m;
        return scaled == decimal.Truncate(scaled)
            ? new((Int128)scaled)
            : throw new OverflowException($"{value} has more than 16 decimals.");
    }

    /// <summary>The same value as a <see cref="decimal"/>.</summary>
    /// <exception cref="OverflowException">The value is beyond ±7.9·10^12.</exception>
    public decimal ToDecimal() =>
        Int128.Abs(Units) <= DecimalLimit
            ? (decimal)Units / 10_000_000_000_000_000m
            : throw new OverflowException("The amount is beyond ±7,900,000,000,000.");

    /// <summary>The value cut (toward zero) to eight decimals, which is how commissions are charged.</summary>
    public Fixed8 TruncateTo8() => new(
        Units >= long.MinValue && Units <= long.MaxValue
            ? (long)Units / Fixed8.Scale
            : checked((long)(Units / Fixed8.Scale)));

    /// <summary><c>this * rate</c> cut toward zero at eight decimals: a commission on a notional.</summary>
    public Fixed8 TimesTruncatedTo8(Fixed8 rate)
    {
        var product = checked(Units * rate.Units);
        return new(checked((long)(product < 0 ? product / Scale : Quotient(product, Scale))));
    }

    /// <summary><c>this / quantity</c>, rounded half to even at eight decimals: the average price of fills.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative or the quantity is not above zero.</exception>
    public Fixed8 PricePer(Fixed8 quantity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity.Units, nameof(quantity));
        ArgumentOutOfRangeException.ThrowIfNegative(Units, nameof(quantity));
        var price = Quotient(Units, quantity.Units);
        var twice = (Units - price * quantity.Units) * 2;
        if (twice > quantity.Units || (twice == quantity.Units && Int128.IsOddInteger(price)))
            price++;
        return new(checked((long)price));
    }

    /// <summary>
    /// <c>floor(this / (price * step)) * step</c>: the quantity, in whole steps, that this amount buys at a price. Exact.
    /// </summary>
    /// <returns>
    /// Zero when the amount is not positive; <see cref="Fixed8.MaxValue"/>, which no order may have, when the quantity is beyond it.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The price or the step is not above zero.</exception>
    public Fixed8 QuantityAt(Fixed8 price, Fixed8 step)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(price.Units, nameof(price));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step.Units, nameof(step));
        if (Units <= 0)
            return default;
        var costOfStep = Math.BigMul(price.Units, step.Units);
        var steps = Quotient(Units, costOfStep);
        return steps <= long.MaxValue / step.Units ? new((long)steps * step.Units) : Fixed8.MaxValue;
    }

    /// <summary><c>this * percent / 100 * multiplier</c>, cut toward zero at sixteen decimals.</summary>
    public Fixed16 Percent(Fixed8 percent, int multiplier)
    {
        var product = checked(Units * percent.Units * multiplier);
        return new(product < 0 ? -(Int128)PercentOf((UInt128)(-product)) : (Int128)PercentOf((UInt128)product));
    }

    // Divides by 100 * Fixed8.Scale, 2^10 * 5^10, digit by digit: each digit of 40 bits and the rest before it, below 2^24, fit 64 bits.
    private static UInt128 PercentOf(UInt128 value)
    {
        const ulong FiveToTheTenth = 9_765_625, Digit = (1UL << 40) - 1;
        value >>= 10;
        var (high, rest) = Math.DivRem((ulong)(value >> 80), FiveToTheTenth);
        (var middle, rest) = Math.DivRem((rest << 40) | ((ulong)(value >> 40) & Digit), FiveToTheTenth);
        var low = ((rest << 40) | ((ulong)value & Digit)) / FiveToTheTenth;
        return ((UInt128)high << 80) + ((UInt128)middle << 40) + low;
    }

    // The dividend not negative, the divisor above zero. Int128 division costs about 50 ns; most amounts fit a double well enough to guess the quotient within a unit or two.
    private static Int128 Quotient(Int128 dividend, Int128 divisor)
    {
        var guess = (double)dividend / (double)divisor;
        if (guess >= 4e15)
            return dividend / divisor;
        Int128 quotient = (long)guess;
        var rest = dividend - quotient * divisor;
        while (rest < 0)
        {
            rest += divisor;
            quotient--;
        }

        while (rest >= divisor)
        {
            rest -= divisor;
            quotient++;
        }

        return quotient;
    }

    /// <inheritdoc/>
    public int CompareTo(Fixed16 other) => Units.CompareTo(other.Units);

    /// <summary>The smaller of two values.</summary>
    public static Fixed16 Min(Fixed16 a, Fixed16 b) => a.Units <= b.Units ? a : b;

    /// <summary>The larger of two values.</summary>
    public static Fixed16 Max(Fixed16 a, Fixed16 b) => a.Units >= b.Units ? a : b;

    /// <summary>Sum.</summary>
    public static Fixed16 operator +(Fixed16 a, Fixed16 b) => new(checked(a.Units + b.Units));

    /// <summary>Difference.</summary>
    public static Fixed16 operator -(Fixed16 a, Fixed16 b) => new(checked(a.Units - b.Units));

    /// <summary>Negation.</summary>
    public static Fixed16 operator -(Fixed16 a) => new(checked(-a.Units));

    /// <summary>Whole multiple.</summary>
    public static Fixed16 operator *(Fixed16 a, int times) => new(checked(a.Units * times));

    /// <summary>Less than.</summary>
    public static bool operator <(Fixed16 a, Fixed16 b) => a.Units < b.Units;

    /// <summary>Less than or equal.</summary>
    public static bool operator <=(Fixed16 a, Fixed16 b) => a.Units <= b.Units;

    /// <summary>Greater than.</summary>
    public static bool operator >(Fixed16 a, Fixed16 b) => a.Units > b.Units;

    /// <summary>Greater than or equal.</summary>
    public static bool operator >=(Fixed16 a, Fixed16 b) => a.Units >= b.Units;

    /// <summary>
    /// Parses plain decimal notation (<c>-12.5</c>, no exponent, no group separators). Digits after the sixteenth decimal must
    /// be zeros. Reads all that <see cref="ToString"/> writes.
    /// </summary>
    /// <param name="text">ASCII or UTF-8 text, all of which must be the number.</param>
    /// <param name="value">The number, or zero.</param>
    /// <returns>False when the text is not such a number or the value is out of range.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out Fixed16 value)
    {
        value = default;
        var negative = text.Length > 0 && text[0] == '-';
        var digits = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        var point = digits.IndexOf((byte)'.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? default : digits[(point + 1)..];
        if (whole.Length + fraction.Length == 0)
            return false;
        Int128 units = 0;
        foreach (var c in whole)
        {
            if (!TryAppend(ref units, c, negative))
                return false;
        }

        for (var i = 0; i < Math.Max(fraction.Length, Decimals); i++)
        {
            var c = i < fraction.Length ? fraction[i] : (byte)'0';
            if (i < Decimals ? !TryAppend(ref units, c, negative) : c != '0')
                return false;
        }

        value = new(units);
        return true;
    }

    private static bool TryAppend(ref Int128 units, byte digit, bool negative)
    {
        if (digit is < (byte)'0' or > (byte)'9')
            return false;
        Int128 d = digit - '0';
        if (negative ? units < (Int128.MinValue + d) / 10 : units > (Int128.MaxValue - d) / 10)
            return false;
        units = negative ? units * 10 - d : units * 10 + d;
        return true;
    }

    /// <summary>The shortest exact decimal notation.</summary>
    public override string ToString()
    {
        Span<byte> buffer = stackalloc byte[MaxLength];
        return System.Text.Encoding.ASCII.GetString(buffer[..Format(buffer)]);
    }

    /// <summary>The most bytes that <see cref="Format"/> writes: sign, 23 digits, point, 16 digits.</summary>
    public const int MaxLength = 41;

    /// <summary>Writes the shortest exact decimal notation.</summary>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    public int Format(Span<byte> destination)
    {
        var at = 0;
        if (Units < 0)
            destination[at++] = (byte)'-';
        var (whole, fraction) = WholeAndFraction();
        whole.TryFormat(destination[at..], out var written, default, CultureInfo.InvariantCulture);
        at += written;
        if (fraction == 0)
            return at;
        destination[at++] = (byte)'.';
        fraction.TryFormat(destination[at..], out written, "D16", CultureInfo.InvariantCulture);
        return destination[..(at + written)].LastIndexOfAnyExcept((byte)'0') + 1;
    }

    // Most amounts are small enough to do without a division of 128 bits.
    private (UInt128 Whole, ulong Fraction) WholeAndFraction()
    {
        var magnitude = Units < 0 ? (UInt128)(-(Units + 1)) + 1 : (UInt128)Units;
        var whole = magnitude <= (UInt128)Int128.MaxValue ? (UInt128)Quotient((Int128)magnitude, Scale) : magnitude / (UInt128)Scale;
        return (whole, (ulong)(magnitude - whole * (UInt128)Scale));
    }
}

/// <summary>Writes a <see cref="Fixed16"/> as a JSON string of its exact decimal notation; reads strings and plain numbers.</summary>
public sealed class Fixed16JsonConverter : JsonConverter<Fixed16>
{
    /// <inheritdoc/>
    public override Fixed16 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number) || reader.ValueIsEscaped)
            throw new JsonException("Expected a decimal number.");
        ReadOnlySpan<byte> text = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        return Fixed16.TryParse(text, out var value)
            ? value
            : throw new JsonException("Expected a decimal number of at most 16 decimals within ±1.7·10^22.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Fixed16 value, JsonSerializerOptions options)
    {
        Span<byte> buffer = stackalloc byte[Fixed16.MaxLength];
        writer.WriteStringValue(buffer[..value.Format(buffer)]);
    }
}

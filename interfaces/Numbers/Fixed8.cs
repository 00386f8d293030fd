using System.Buffers.Text;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace TradingBot.Numbers;

/// <summary>
/// A decimal number with exactly eight decimals, Binance's own precision for prices and quantities, held as a scaled integer.
/// Range: ±92,233,720,368.54775807. Every operation is exact or throws <see cref="OverflowException"/>; nothing is rounded
/// unless the method's name says so.
/// </summary>
/// <param name="Units">The value times 100,000,000.</param>
[GenerateSerializer, Immutable, Alias("fixed8")]
[JsonConverter(typeof(Fixed8JsonConverter))]
[TypeConverter(typeof(Fixed8TypeConverter))]
public readonly record struct Fixed8([property: Id(0)] long Units) : IComparable<Fixed8>
{
    /// <summary>Units in one: 10^8.</summary>
    public const long Scale = 100_000_000;

    /// <summary>The number of decimals.</summary>
    public const int Decimals = 8;

    /// <summary>0.</summary>
    public static Fixed8 Zero => default;

    /// <summary>1.</summary>
    public static Fixed8 One => new(Scale);

    /// <summary>The largest representable value, 92,233,720,368.54775807.</summary>
    public static Fixed8 MaxValue => new(long.MaxValue);

    /// <summary>True when the value is above zero.</summary>
    public bool IsPositive => Units > 0;

    /// <summary>True when the value is zero.</summary>
    public bool IsZero => Units == 0;

    /// <summary>Converts a decimal of at most eight decimals.</summary>
    /// <exception cref="OverflowException">The value has more than eight decimals or is out of range.</exception>
    public static Fixed8 FromDecimal(decimal value) =>
        TryFromDecimal(value, out var result)
            ? result
            : throw new OverflowException($"{value} has more than 8 decimals or is beyond ±92,233,720,368.");

    /// <summary>Converts a decimal, and says whether that was possible without loss.</summary>
    public static bool TryFromDecimal(decimal value, out Fixed8 result)
    {
        result = default;
        if (Math.Abs(value) > 92_233_720_368m)
            return false;
        var scaled = value * Scale;
        if (scaled != decimal.Truncate(scaled))
            return false;
        result = new((long)scaled);
        return true;
    }

    /// <summary>The same value as a <see cref="decimal"/>; always exact.</summary>
    public decimal ToDecimal() => new decimal(Units) / Scale;

    /// <summary>The largest multiple of <paramref name="step"/> that is not above this value (tick size or step size).</summary>
    /// <exception cref="DivideByZeroException"><paramref name="step"/> is zero.</exception>
    public Fixed8 FloorTo(Fixed8 step)
    {
        var remainder = Units % step.Units;
        return new(remainder < 0 ? checked(Units - remainder - step.Units) : Units - remainder);
    }

    /// <summary>True when the value is a whole multiple of <paramref name="step"/>.</summary>
    public bool IsMultipleOf(Fixed8 step) => Units % step.Units == 0;

    /// <summary>The smaller of two values.</summary>
    public static Fixed8 Min(Fixed8 a, Fixed8 b) => a.Units <= b.Units ? a : b;

    /// <summary>The larger of two values.</summary>
    public static Fixed8 Max(Fixed8 a, Fixed8 b) => a.Units >= b.Units ? a : b;

    /// <summary>Half of <paramref name="units"/>, rounded half to even.</summary>
    public static long HalfToEven(long units)
    {
        var half = units >> 1;
        return (units & 1) == 0 ? half : half + (half & 1);
    }

    /// <summary>A quarter of <paramref name="units"/>, rounded half to even.</summary>
    public static long QuarterToEven(long units)
    {
        var quarter = units >> 2;
        return (units & 3) switch { 0 or 1 => quarter, 2 => quarter + (quarter & 1), _ => quarter + 1 };
    }

    /// <inheritdoc/>
    public int CompareTo(Fixed8 other) => Units.CompareTo(other.Units);

    /// <summary>Sum.</summary>
    public static Fixed8 operator +(Fixed8 a, Fixed8 b) => new(checked(a.Units + b.Units));

    /// <summary>Difference.</summary>
    public static Fixed8 operator -(Fixed8 a, Fixed8 b) => new(checked(a.Units - b.Units));

    /// <summary>Negation.</summary>
    public static Fixed8 operator -(Fixed8 a) => new(checked(-a.Units));

    /// <summary>The exact product, with sixteen decimals.</summary>
    public static Fixed16 operator *(Fixed8 a, Fixed8 b) => new(Math.BigMul(a.Units, b.Units));

    /// <summary>Less than.</summary>
    public static bool operator <(Fixed8 a, Fixed8 b) => a.Units < b.Units;

    /// <summary>Less than or equal.</summary>
    public static bool operator <=(Fixed8 a, Fixed8 b) => a.Units <= b.Units;

    /// <summary>Greater than.</summary>
    public static bool operator >(Fixed8 a, Fixed8 b) => a.Units > b.Units;

    /// <summary>Greater than or equal.</summary>
    public static bool operator >=(Fixed8 a, Fixed8 b) => a.Units >= b.Units;

    /// <summary>
    /// Parses plain decimal notation (<c>-12.5</c>, no exponent, no group separators). Digits after the eighth decimal must
    /// be zeros.
    /// </summary>
    /// <param name="text">ASCII or UTF-8 text, all of which must be the number.</param>
    /// <param name="value">The number, or zero.</param>
    /// <returns>False when the text is not such a number or the value is out of range.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out Fixed8 value)
    {
        value = default;
        var i = 0;
        var negative = false;
        if (text.Length > 0 && (text[0] == '-' || text[0] == '+'))
        {
            negative = text[0] == '-';
            i = 1;
        }

        ulong units = 0;
        var digits = 0;
        for (; i < text.Length; i++)
        {
            var d = (uint)(text[i] - '0');
            if (d > 9)
                break;
            if (units > 92_233_720_368UL)
                return false;
            units = units * 10 + d;
            digits++;
        }

        if (units > 92_233_720_368UL)
            return false;
        var decimals = 0;
        if (i < text.Length && text[i] == '.')
        {
            for (i++; i < text.Length; i++)
            {
                var d = (uint)(text[i] - '0');
                if (d > 9)
                    return false;
                digits++;
                if (decimals < Decimals)
                {
                    units = units * 10 + d;
                    decimals++;
                }
                else if (d != 0)
                {
                    return false;
                }
            }
        }

        if (i != text.Length || digits == 0)
            return false;
        units *= PowersOfTen[Decimals - decimals];
        if (units > long.MaxValue)
            return false;
        value = new(negative ? -(long)units : (long)units);
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out Fixed8)"/>
    public static bool TryParse([NotNullWhen(true)] string? text, out Fixed8 value)
    {
        value = default;
        if (text is null || text.Length > 64)
            return false;
        Span<byte> ascii = stackalloc byte[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] > 127)
                return false;
            ascii[i] = (byte)text[i];
        }

        return TryParse(ascii, out value);
    }

    /// <summary>Parses plain decimal notation.</summary>
    /// <exception cref="FormatException">Not a number of at most eight decimals within the range.</exception>
    public static Fixed8 Parse(string text) =>
        TryParse(text, out var value)
            ? value
            : throw new FormatException($"'{text}' is not a decimal number of at most 8 decimals within ±92,233,720,368.");

    /// <summary>The shortest exact decimal notation: <c>0.01</c>, <c>96466.11</c>, <c>5</c>.</summary>
    public override string ToString()
    {
        Span<byte> buffer = stackalloc byte[24];
        return System.Text.Encoding.ASCII.GetString(buffer[..Format(buffer)]);
    }

    /// <summary>Writes the shortest exact decimal notation.</summary>
    /// <param name="destination">At least 24 bytes.</param>
    /// <returns>The number of bytes written.</returns>
    public int Format(Span<byte> destination)
    {
        var negative = Units < 0;
        var magnitude = negative ? (ulong)-(Units + 1) + 1 : (ulong)Units;
        var at = 0;
        if (negative)
            destination[at++] = (byte)'-';
        var (whole, fraction) = Math.DivRem(magnitude, (ulong)Scale);
        Utf8Formatter.TryFormat(whole, destination[at..], out var written);
        at += written;
        if (fraction == 0)
            return at;
        destination[at++] = (byte)'.';
        for (var power = (ulong)Scale / 10; fraction != 0; power /= 10)
        {
            destination[at++] = (byte)('0' + fraction / power);
            fraction %= power;
        }

        return at;
    }

    private static ReadOnlySpan<ulong> PowersOfTen =>
        [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];
}

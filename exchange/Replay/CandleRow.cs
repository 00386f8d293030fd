using System.Globalization;
using System.Text;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Exchange.Replay;

/// <summary>Turns one line of a candle file into a candle.</summary>
internal static class CandleRow
{
    private const long LastMillisecond = 253_402_300_799_999;
    private const decimal MaxVolume = 1_000_000_000_000_000_000m;
    private static readonly string[] Columns = ["open_time", "open", "high", "low", "close", "volume"];

    /// <summary>
    /// Reads the usual form of a row in one pass. False for anything unusual, valid or not: <see cref="Explain"/> decides.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out Candle candle)
    {
        candle = default;
        var at = 0;
        ulong time = 0;
        for (uint d; at < line.Length && (d = (uint)(line[at] - '0')) <= 9; at++)
            time = time * 10 + d;
        // 15 digits or fewer are milliseconds, 16 microseconds; a longer run may have wrapped around.
        if (at is 0 or > 16 || !Comma(line, ref at))
            return false;
        if (at == 17)
        {
            (time, var rest) = Math.DivRem(time, 1000);
            if (rest != 0)
                return false;
        }

        if (time > LastMillisecond
            || !Price(line, ref at, out var open) || !Comma(line, ref at)
            || !Price(line, ref at, out var high) || !Comma(line, ref at)
            || !Price(line, ref at, out var low) || !Comma(line, ref at)
            || !Price(line, ref at, out var close) || !Comma(line, ref at)
            || !Volume(line, ref at, out var volume)
            || (at < line.Length && line[at] != ','))
            return false;
        candle = new((long)time, open, high, low, close, volume);
        return candle.Invalidity() is null;
    }

    /// <summary>Reads a row field by field.</summary>
    /// <returns>Null and the candle, or what is wrong with the row.</returns>
    public static string? Explain(ReadOnlySpan<byte> line, out Candle candle)
    {
        candle = default;
        if (line.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
            return $"not a row of numbers: {Show(line)}";
        if (line.Contains((byte)'"'))
            return "quoted fields are not supported; write the numbers without quotes";
        var fields = Encoding.ASCII.GetString(line).Split(',');
        if (fields.Length < Columns.Length)
            return $"{fields.Length} column(s), at least {Columns.Length} expected ({string.Join(',', Columns)})";

        if (!TryParseTime(fields[0], out var time, out var problem))
            return problem;
        var prices = new Fixed8[4];
        for (var i = 0; i < prices.Length; i++)
        {
            if (!Fixed8.TryParse(fields[i + 1], out prices[i]))
                return $"{Columns[i + 1]} '{Show(fields[i + 1])}' is not a price: plain decimals above zero, at most 8 decimals, at most {Candle.MaxPrice}";
        }

        // Recordings of thin markets write tiny volumes as 9e-05. Volume is information; prices, which are traded on, stay strict.
        const NumberStyles volumeStyle = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent;
        if (!decimal.TryParse(fields[5], volumeStyle, CultureInfo.InvariantCulture, out var volume)
            || volume > MaxVolume)
            return $"volume '{Show(fields[5])}' is not a quantity: a number from 0 to 10^18";
        candle = new(time, prices[0], prices[1], prices[2], prices[3], volume);
        return candle.Invalidity();
    }

    /// <summary>True for a line that names columns instead of holding numbers.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> line) =>
        line.Length > 0 && (char.IsAsciiLetter((char)line[0]) || line[0] == '"')
        && !line.ContainsAnyExceptInRange((byte)' ', (byte)'~');

    /// <summary>Checks that a header has the columns in the order in which they are read.</summary>
    /// <returns>Null, or what is wrong.</returns>
    public static string? ExplainHeader(ReadOnlySpan<byte> line)
    {
        var names = Encoding.ASCII.GetString(line).Split(',');
        for (var i = 1; i < Columns.Length; i++)
        {
            if (i >= names.Length || !string.Equals(names[i].Trim(' ', '"'), Columns[i], StringComparison.OrdinalIgnoreCase))
                return $"the header is '{Show(line)}', expected {string.Join(',', Columns)}";
        }

        return null;
    }

    private static bool TryParseTime(string text, out long time, out string? problem)
    {
        problem = null;
        if (text.Length is 0 or > 19 || !text.All(char.IsAsciiDigit) || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out time))
        {
            time = 0;
            problem = $"open_time '{Show(text)}' is not a time: milliseconds since 1970, or microseconds with 16 digits";
            return false;
        }

        if (text.Length == 16)
        {
            if (time % 1000 != 0)
                problem = $"open_time {text} (microseconds) is not a whole millisecond";
            time /= 1000;
        }
        else if (time > LastMillisecond)
        {
            problem = $"open_time {text} is after the year 9999; times are milliseconds since 1970, or microseconds with 16 digits";
        }

        return problem is null;
    }

    private static bool Comma(ReadOnlySpan<byte> line, ref int at) => at < line.Length && line[at++] == ',';

    private static bool Price(ReadOnlySpan<byte> line, ref int at, out Fixed8 value)
    {
        var ok = Digits(line, ref at, maxWhole: 10, maxDecimals: Fixed8.Decimals, out var units, out var decimals);
        value = new((long)(units * PowersOfTen[Fixed8.Decimals - decimals]));
        return ok;
    }

    private static bool Volume(ReadOnlySpan<byte> line, ref int at, out decimal value)
    {
        var ok = Digits(line, ref at, maxWhole: 10, maxDecimals: Fixed8.Decimals, out var units, out var decimals);
        value = new((int)units, (int)(units >> 32), 0, isNegative: false, (byte)decimals);
        return ok;
    }

    private static bool Digits(ReadOnlySpan<byte> line, ref int at, int maxWhole, int maxDecimals, out ulong units, out int decimals)
    {
        units = 0;
        decimals = 0;
        var start = at;
        uint d;
        for (; at < line.Length && (d = (uint)(line[at] - '0')) <= 9; at++)
            units = units * 10 + d;
        if (at == start || at - start > maxWhole)
            return false;
        if (at >= line.Length || line[at] != '.')
            return true;
        start = ++at;
        for (; at < line.Length && (d = (uint)(line[at] - '0')) <= 9; at++)
            units = units * 10 + d;
        if (at - start > maxDecimals)
            return false;
        decimals = at - start;
        return true;
    }

    private static string Show(ReadOnlySpan<byte> text) => Show(Encoding.Latin1.GetString(text[..Math.Min(text.Length, 64)]));

    private static string Show(string text)
    {
        var shown = string.Concat(text.Take(48).Select(static c => c is >= ' ' and <= '~' ? c : '?'));
        return text.Length > 48 ? shown + "…" : shown;
    }

    private static ReadOnlySpan<ulong> PowersOfTen =>
        [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];
}

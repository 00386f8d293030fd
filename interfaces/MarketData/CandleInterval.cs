using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingBot.MarketData;

/// <summary>
/// One of Binance's candle intervals. All but the month have a fixed length; weeks open on Monday, months on the first, UTC.
/// </summary>
[GenerateSerializer, Immutable, Alias("candle-interval")]
[JsonConverter(typeof(CandleIntervalJsonConverter))]
public readonly record struct CandleInterval
{
    private const long Second = 1_000;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;
    private const long Week = 7 * Day;

    // 1970-01-01 was a Thursday; the first Monday, 1970-01-05, is four days later.
    private const long FirstMonday = 4 * Day;

    private static readonly (string Name, long Length)[] Known =
    [
        ("1s", Second), ("1m", Minute), ("3m", 3 * Minute), ("5m", 5 * Minute), ("15m", 15 * Minute), ("30m", 30 * Minute),
        ("1h", Hour), ("2h", 2 * Hour), ("4h", 4 * Hour), ("6h", 6 * Hour), ("8h", 8 * Hour), ("12h", 12 * Hour),
        ("1d", Day), ("3d", 3 * Day), ("1w", Week), ("1M", 0),
    ];

    private CandleInterval(string name) => Name = name;

    /// <summary>Binance's name: <c>1m</c> is a minute, <c>1M</c> a month.</summary>
    [Id(0)]
    public string Name { get; private init; }

    /// <summary>One minute.</summary>
    public static CandleInterval OneMinute => new("1m");

    /// <summary>The names of all intervals, shortest first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(k => k.Name)];

    /// <summary>The length in milliseconds; for a month, 31 days (the longest it can be).</summary>
    public long MaxLength => FixedLength is 0 ? 31 * Day : FixedLength;

    private long FixedLength
    {
        get
        {
            foreach (var (name, length) in Known)
            {
                if (name == Name)
                    return length;
            }

            throw new InvalidOperationException("An interval that was never set.");
        }
    }

    /// <summary>The interval of that name (case matters).</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out CandleInterval interval)
    {
        interval = default;
        foreach (var known in Known)
        {
            if (known.Name == name)
            {
                interval = new(known.Name);
                return true;
            }
        }

        return false;
    }

    /// <summary>The interval of that name.</summary>
    /// <exception cref="FormatException">No interval has that name.</exception>
    public static CandleInterval Parse(string name) =>
        TryParse(name, out var interval)
            ? interval
            : throw new FormatException($"'{name}' is not an interval; use one of {string.Join(' ', Names)}.");

    /// <summary>The open time of the candle that contains a moment.</summary>
    /// <param name="time">Milliseconds since 1970, UTC, not negative.</param>
    public long OpenTimeOf(long time)
    {
        var length = FixedLength;
        if (length == 0)
        {
            var t = DateTimeOffset.FromUnixTimeMilliseconds(time);
            return new DateTimeOffset(t.Year, t.Month, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        }

        return length == Week ? time - (time - FirstMonday) % Week : time - time % length;
    }

    /// <summary>The open time of the next candle.</summary>
    /// <param name="openTime">The open time of a candle, milliseconds.</param>
    public long NextOpenTime(long openTime) =>
        FixedLength is var length && length != 0
            ? openTime + length
            : DateTimeOffset.FromUnixTimeMilliseconds(openTime).AddMonths(1).ToUnixTimeMilliseconds();

    /// <summary>The interval whose length is the given one, as found between the rows of a recording.</summary>
    public static bool TryFromLength(long milliseconds, out CandleInterval interval)
    {
        foreach (var (name, length) in Known)
        {
            if (length == milliseconds && length != 0)
            {
                interval = new(name);
                return true;
            }
        }

        interval = new("1M");
        return milliseconds is >= 28 * Day and <= 31 * Day;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

internal sealed class CandleIntervalJsonConverter : JsonConverter<CandleInterval>
{
    public override CandleInterval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        CandleInterval.TryParse(reader.GetString(), out var value)
            ? value
            : throw new JsonException($"Expected an interval: one of {string.Join(' ', CandleInterval.Names)}.");

    public override void Write(Utf8JsonWriter writer, CandleInterval value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name);
}

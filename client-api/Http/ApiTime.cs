using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingBot.ClientApi.Http;

/// <summary>A time in a request: ISO 8601 with a zone, or milliseconds since 1970 (UTC).</summary>
[JsonConverter(typeof(ApiTimeJsonConverter))]
public readonly record struct ApiTime(long Milliseconds)
{
    public const string Expected = "must be a time from 1970 to 2100: ISO 8601 like 2024-12-01T00:00:00Z, or milliseconds since 1970";

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    public static bool TryParse(string? text, out ApiTime time)
    {
        time = default;
        if (text is null || text.Length > 40)
            return false;
        long milliseconds;
        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var iso))
            milliseconds = iso.ToUnixTimeMilliseconds();
        else if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out milliseconds))
            return false;
        if (milliseconds is < 0 or > ApiLimits.MaxTime)
            return false;
        time = new(milliseconds);
        return true;
    }

    /// <summary>How answers write a time.</summary>
    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The time of a number of milliseconds since 1970.</summary>
    public static DateTimeOffset Of(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}

internal sealed class ApiTimeJsonConverter : JsonConverter<ApiTime>
{
    public override ApiTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number when reader.TryGetInt64(out var number) => number.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
        return ApiTime.TryParse(text, out var time) ? time : throw new JsonException(ApiTime.Expected);
    }

    public override void Write(Utf8JsonWriter writer, ApiTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(ApiTime.Text(ApiTime.Of(value.Milliseconds)));
}

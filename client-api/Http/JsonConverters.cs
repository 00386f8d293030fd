using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingBot.ClientApi.Http;

/// <summary>Times as <c>2024-12-01T00:00:00.000Z</c>.</summary>
internal sealed class TimeJsonConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Requests have ApiTime.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(ApiTime.Text(value));
}

/// <summary>Ratios as strings of at most eight decimals, as in the reports of the backtest command.</summary>
internal sealed class RatioJsonConverter : JsonConverter<double>
{
    public static string Text(double value) =>
        value.ToString("0.########", CultureInfo.InvariantCulture) is var text && text == "-0" ? "0" : text;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Requests have exact decimals only.");

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteStringValue(Text(value));
}

/// <summary>Decimals as strings, so that no reader rounds them.</summary>
internal sealed class DecimalJsonConverter : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Requests have Fixed8.");

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
}

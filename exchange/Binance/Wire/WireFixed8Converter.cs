using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using TradingBot.Numbers;

namespace TradingBot.Exchange.Binance.Wire;

/// <summary>
/// Reads numbers as Binance sends them: strings or plain, sometimes empty, with more decimals than eight (cut) or larger than
/// the domain computes with (clamped): one odd field must not make an answer unreadable.
/// </summary>
internal sealed class WireFixed8Converter : JsonConverter<Fixed8>
{
    public override bool HandleNull => true;

    public override Fixed8 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return default;
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
            throw new JsonException("Expected a decimal number.");
        if (!reader.HasValueSequence && Fixed8.TryParse(reader.ValueSpan, out var value))
            return value;
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : reader.GetDecimal().ToString(CultureInfo.InvariantCulture);
        return Of(text);
    }

    public static Fixed8 Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return default;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            throw new JsonException("Expected a decimal number.");
        if (number > 92_233_720_368m)
            return Fixed8.MaxValue;
        return number < -92_233_720_368m ? -Fixed8.MaxValue : new((long)decimal.Truncate(number * Fixed8.Scale));
    }

    public override void Write(Utf8JsonWriter writer, Fixed8 value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

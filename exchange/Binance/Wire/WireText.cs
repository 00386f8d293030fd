using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingBot.Exchange.Binance.Wire;

/// <summary>Reads a text that Binance sometimes sends as number (ids of triggered orders).</summary>
internal sealed class WireText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => reader.GetInt64().ToString(),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => null,
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

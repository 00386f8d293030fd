using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingBot.Exchange.Binance.Wire;

/// <summary>Reads averages, commissions and PnL, which may have any number of decimals, or be empty.</summary>
internal sealed class WireDecimalConverter : JsonConverter<decimal>
{
    public override bool HandleNull => true;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => 0,
        JsonTokenType.Number => reader.GetDecimal(),
        JsonTokenType.String when reader.GetString() is var text => string.IsNullOrWhiteSpace(text)
            ? 0
            : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw new JsonException("Expected a decimal number."),
        _ => throw new JsonException("Expected a decimal number."),
    };

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
}

using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingBot.Numbers;

/// <summary>Writes a <see cref="Fixed8"/> as a JSON string of its exact decimal notation; reads strings and plain numbers.</summary>
public sealed class Fixed8JsonConverter : JsonConverter<Fixed8>
{
    /// <inheritdoc/>
    public override Fixed8 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number) || reader.ValueIsEscaped)
            throw new JsonException("Expected a decimal number.");
        ReadOnlySpan<byte> text = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        return Fixed8.TryParse(text, out var value)
            ? value
            : throw new JsonException("Expected a decimal number of at most 8 decimals within ±92,233,720,368.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Fixed8 value, JsonSerializerOptions options)
    {
        Span<byte> buffer = stackalloc byte[24];
        writer.WriteStringValue(buffer[..value.Format(buffer)]);
    }
}

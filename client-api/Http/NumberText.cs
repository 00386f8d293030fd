using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingBot.ClientApi.Http;

/// <summary>A number as it was written, in a string or plainly; whoever knows its limits reads it.</summary>
[JsonConverter(typeof(NumberTextJsonConverter))]
public readonly record struct NumberText(string Text);

internal sealed class NumberTextJsonConverter : JsonConverter<NumberText>
{
    private const int Longest = 64;

    public override NumberText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => Encoding.ASCII.GetString(reader.HasValueSequence ? System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence) : reader.ValueSpan),
            _ => null,
        };
        return text is { Length: > 0 and <= Longest } ? new(text) : throw new JsonException($"must be a number of at most {Longest} characters");
    }

    public override void Write(Utf8JsonWriter writer, NumberText value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}

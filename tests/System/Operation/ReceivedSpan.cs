using System.Text;

namespace TradingBot.Tests.System.Operation;

/// <summary>A span as a collector receives it.</summary>
internal sealed record ReceivedSpan(
    string TraceId, string Id, string ParentId, string Name, ulong Begin, ulong End, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> Links)
{
    /// <summary>Reads the fields of <c>opentelemetry.proto.trace.v1.Span</c>.</summary>
    public static ReceivedSpan From(IReadOnlyList<ProtobufField> fields)
    {
        return new(
            Hex(1), Hex(2), Hex(4), Text(One(5)), One(7).Fixed, One(8).Fixed,
            fields.Where(static f => f.Number == 9).Select(static f => ProtobufField.Read(f.Bytes).ToList()).ToDictionary(
                static pair => Text(pair.Single(static f => f.Number == 1)), static pair => ValueOf(pair.Single(static f => f.Number == 2))),
            [.. fields.Where(static f => f.Number == 13).Select(static link =>
                Convert.ToHexStringLower(ProtobufField.Read(link.Bytes).Single(static f => f.Number == 1).Bytes.Span))]);

        ProtobufField One(int number) => fields.FirstOrDefault(f => f.Number == number);
        string Hex(int number) => Convert.ToHexStringLower(One(number).Bytes.Span);
    }

    private static string Text(ProtobufField field) => Encoding.UTF8.GetString(field.Bytes.Span);

    // AnyValue: a string (1) or an integer (3) is all that the tests look at.
    private static string ValueOf(ProtobufField value) =>
        ProtobufField.Read(value.Bytes).FirstOrDefault() is { } any && any.Number == 1 ? Text(any) : any.Fixed.ToString();
}

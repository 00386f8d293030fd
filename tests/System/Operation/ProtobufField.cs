using System.Buffers.Binary;

namespace TradingBot.Tests.System.Operation;

/// <summary>One field of a protobuf message.</summary>
/// <param name="Number">Field number.</param>
/// <param name="Fixed">The value of a number.</param>
/// <param name="Bytes">The value of a string, of bytes or of a message.</param>
internal readonly record struct ProtobufField(int Number, ulong Fixed, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The fields of a message, in order.</summary>
    public static IEnumerable<ProtobufField> Read(ReadOnlyMemory<byte> message)
    {
        while (!message.IsEmpty)
        {
            var tag = Varint(ref message);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    yield return new(number, Varint(ref message), default);
                    break;
                case 1:
                    yield return new(number, BinaryPrimitives.ReadUInt64LittleEndian(Take(ref message, 8).Span), default);
                    break;
                case 2:
                    yield return new(number, 0, Take(ref message, (int)Varint(ref message)));
                    break;
                case 5:
                    yield return new(number, BinaryPrimitives.ReadUInt32LittleEndian(Take(ref message, 4).Span), default);
                    break;
                default:
                    throw new InvalidDataException($"wire type {tag & 7}");
            }
        }
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> message)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = Take(ref message, 1).Span[0];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> message, int count)
    {
        var taken = message[..count];
        message = message[count..];
        return taken;
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace TradingBot.Journal;

/// <summary>
/// The place of a row in the order of the journal's rows. It stays the same whatever is inserted later, so that no page repeats
/// or leaves out a row that was there when the first page was read.
/// </summary>
/// <param name="Time">Time of the row.</param>
/// <param name="Sequence">Number of the row, which tells rows of one time apart.</param>
public readonly record struct JournalCursor(long Time, long Sequence)
{
    private const int Length = 2 * sizeof(long);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out JournalCursor cursor)
    {
        cursor = default;
        Span<byte> bytes = stackalloc byte[Length];
        if (text is not { Length: 22 }
            || Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done
            || written != Length)
            return false;
        cursor = new(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes[sizeof(long)..]));
        return true;
    }

    /// <summary>22 letters, digits, hyphens and underscores.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Time);
        BinaryPrimitives.WriteInt64BigEndian(bytes[sizeof(long)..], Sequence);
        return Base64Url.EncodeToString(bytes);
    }
}

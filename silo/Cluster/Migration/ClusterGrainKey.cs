using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace TradingBot.Silo.Cluster.Migration;

/// <summary>
/// A grain's key as Orleans' ADO.NET provider stores it: one that reads as a GUID or as a hexadecimal number, each with an extension
/// after a plus sign, as two numbers; any other as text.
/// </summary>
/// <param name="N0">First half of a GUID.</param>
/// <param name="N1">Second half of a GUID, or the number.</param>
/// <param name="Length">The key's length in UTF-8: what tells <c>42</c> from <c>042</c>.</param>
/// <param name="Text">The extension, or the key; empty where there is none.</param>
internal readonly record struct ClusterGrainKey(long N0, long N1, int Length, string Text)
{
    private const int GuidLength = 32;

    /// <exception cref="FormatException">The provider could not tell the key from another one: it is a number in capitals, say.</exception>
    public static ClusterGrainKey Of(string key)
    {
        var stored = Read(key);
        return stored.ToString() == key ? stored : throw new FormatException($"The grain key '{key}' cannot be kept in a cluster's tables.");
    }

    /// <summary>Where on the ring of silos a grain is: what its reminders are found by.</summary>
    public static int RingHash(string type, string key) => unchecked((int)(Hash(type) * 31 + Hash(key)));

    public override string ToString()
    {
        var extension = Encoding.UTF8.GetByteCount(Text);
        if ((N0, N1) == (0, 0) && extension == Length)
            return Text;
        var main = extension == 0 ? Length : Length - 1 - extension;
        var digits = main == GuidLength
            ? new Guid([.. BitConverter.GetBytes(N0), .. BitConverter.GetBytes(N1)]).ToString("N")
            : N1.ToString("x", CultureInfo.InvariantCulture).PadLeft(main, '0');
        return extension == 0 ? digits : $"{digits}+{Text}";
    }

    private static ClusterGrainKey Read(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key).AsSpan();
        if (bytes.Length >= GuidLength && (bytes.Length == GuidLength || bytes[GuidLength] == '+')
            && Utf8Parser.TryParse(bytes[..GuidLength], out Guid guid, out var read, 'N') && read == GuidLength)
        {
            var halves = guid.ToByteArray();
            return new(BitConverter.ToInt64(halves, 0), BitConverter.ToInt64(halves, 8), bytes.Length, Extension(bytes, GuidLength));
        }

        var plus = bytes.IndexOf((byte)'+');
        var digits = plus < 0 ? bytes.Length : plus;
        return Utf8Parser.TryParse(bytes[..digits], out long number, out read, 'X') && read == digits
            ? new(0, number, bytes.Length, Extension(bytes, digits))
            : new(0, 0, bytes.Length, key);
    }

    private static string Extension(ReadOnlySpan<byte> key, int main) => key.Length > main ? Encoding.UTF8.GetString(key[(main + 1)..]) : "";

    // Orleans takes the hash's bytes, which are written from the highest on, for a number with the lowest first.
    private static uint Hash(string text) => BinaryPrimitives.ReverseEndianness(XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(text)));
}

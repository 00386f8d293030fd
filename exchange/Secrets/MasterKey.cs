using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace TradingBot.Exchange.Secrets;

/// <summary>The key that seals every user's data key: 32 random bytes. Never shown; its id names it without telling anything of it.</summary>
public sealed class MasterKey
{
    /// <summary>Its length in bytes.</summary>
    public const int Size = 32;

    private readonly byte[] _bytes;

    private MasterKey(byte[] bytes) => _bytes = bytes;

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>A new one.</summary>
    public static MasterKey Create() => new(RandomNumberGenerator.GetBytes(Size));

    /// <summary>Reads a key in base64; space around it is ignored.</summary>
    /// <param name="base64">The text.</param>
    /// <param name="source">Where it comes from, for the message.</param>
    /// <exception cref="MasterKeyException">The text is no key, or one that can be guessed. The message repeats nothing of it.</exception>
    public static MasterKey Parse(string base64, string source)
    {
        var text = Encoding.UTF8.GetBytes(base64.Trim());
        try
        {
            var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
            if (Base64.DecodeFromUtf8(text, bytes, out _, out var length) != System.Buffers.OperationStatus.Done)
                throw new MasterKeyException($"{source} is not base64; 32 random bytes are made by: openssl rand -base64 32");
            if (length != Size)
                throw new MasterKeyException($"{source} holds {length} bytes; it must be {Size}, made by: openssl rand -base64 32");
            var key = bytes.AsSpan(0, length).ToArray();
            CryptographicOperations.ZeroMemory(bytes);
            return IsWeak(key)
                ? throw new MasterKeyException($"{source} is weak: it is a sequence, a repetition or text; make one by: openssl rand -base64 32")
                : new(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>The key in base64, for the file that keeps it.</summary>
    public string Export() => Convert.ToBase64String(_bytes);

    /// <inheritdoc/>
    public override string ToString() => "master key";

    // No random key has one step between all its bytes, fewer than half of its bytes distinct, or letters alone (odds below 1e-13).
    private static bool IsWeak(ReadOnlySpan<byte> key)
    {
        var (hasOneStep, isText) = (true, true);
        var distinct = new HashSet<byte>();
        for (var i = 0; i < key.Length; i++)
        {
            distinct.Add(key[i]);
            isText &= key[i] is >= 0x20 and < 0x7f;
            hasOneStep &= i < 2 || (byte)(key[i] - key[i - 1]) == (byte)(key[1] - key[0]);
        }

        return hasOneStep || isText || distinct.Count < Size / 2;
    }
}

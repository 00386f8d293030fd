using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TradingBot.Audit;

namespace TradingBot.Silo.Audit;

/// <summary>
/// Binds each row of the audit trail to the one before: its hash is SHA-256 over the hash before and its own fields, each led by its
/// length in bytes (32 bits, big-endian), in the order id, user, actor, action, subject, text, time, address.
/// </summary>
internal static class AuditChain
{
    /// <summary>The hash before the first row.</summary>
    public static readonly string Origin = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>The hash of a row in small hexadecimal digits.</summary>
    public static string HashOf(string before, AuditRow row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        Add(before);
        Add(row.Id);
        Add(row.UserId);
        Add(row.Actor);
        Add(row.Action);
        Add(row.Subject);
        Add(row.Text);
        BinaryPrimitives.WriteInt64BigEndian(number, row.Time);
        hash.AppendData(number);
        Add(row.Address);
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            Span<byte> length = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
    }
}

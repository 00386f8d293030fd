using System.Security.Cryptography;
using System.Text;

namespace TradingBot.Trading;

/// <summary>
/// Client order ids that say which trader and which intent an order belongs to, the same at every attempt:
/// <c>tb-TRADER-INTENT</c>, TRADER a hash of the trader's key (13 characters), INTENT the intent's number in base 32. At most 30
/// of the 36 characters that Binance allows (<c>[.A-Z:/a-z0-9_-]</c>).
/// </summary>
public static class ClientOrderIds
{
    /// <summary>What every order of this service begins with; other orders are not ours and are left alone.</summary>
    public const string Prefix = "tb-";

    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>What every order of one trader begins with.</summary>
    /// <param name="traderKey">The trader's grain key.</param>
    public static string PrefixOf(string traderKey)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(traderKey), hash);
        return Prefix + Base32(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(hash)).PadLeft(13, '0') + "-";
    }

    /// <summary>The id of an intent.</summary>
    /// <param name="traderPrefix">From <see cref="PrefixOf"/>.</param>
    /// <param name="intent">The intent's number, not negative.</param>
    public static string Of(string traderPrefix, long intent) => traderPrefix + Base32((ulong)intent);

    /// <summary>The intent's number, when the id is one of that trader's.</summary>
    public static bool TryGetIntent(string traderPrefix, string clientOrderId, out long intent)
    {
        intent = 0;
        if (!clientOrderId.StartsWith(traderPrefix, StringComparison.Ordinal))
            return false;
        foreach (var c in clientOrderId.AsSpan(traderPrefix.Length))
        {
            var digit = Digits.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0 || intent > long.MaxValue >> 5)
                return false;
            intent = (intent << 5) | (uint)digit;
        }

        return clientOrderId.Length > traderPrefix.Length;
    }

    private static string Base32(ulong value)
    {
        Span<char> buffer = stackalloc char[13];
        var at = buffer.Length;
        do
        {
            buffer[--at] = Digits[(int)(value & 31)];
            value >>= 5;
        }
        while (value != 0);
        return buffer[at..].ToString();
    }
}

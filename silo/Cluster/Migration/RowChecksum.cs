using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TradingBot.Silo.Cluster.Migration;

/// <summary>How many rows there are, and a sum over what is in them that does not depend on their order.</summary>
internal sealed class RowChecksum
{
    private UInt128 _sum;

    public long Rows { get; private set; }

    /// <summary>Adds a row.</summary>
    public void Add(IReadOnlyList<string?> row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var value in row)
        {
            var bytes = value is null ? [] : Encoding.UTF8.GetBytes(value);
            BinaryPrimitives.WriteInt32LittleEndian(length, value is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        Rows++;
        unchecked
        {
            _sum += BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset());
        }
    }

    /// <summary>The sum, 32 hexadecimal digits.</summary>
    public override string ToString() => _sum.ToString("x32", CultureInfo.InvariantCulture);
}

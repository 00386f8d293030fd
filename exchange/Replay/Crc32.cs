namespace TradingBot.Exchange.Replay;

/// <summary>The checksum of zip entries (ISO 3309, reflected polynomial 0xEDB88320), which .NET's zip reader does not verify.</summary>
internal struct Crc32
{
    private static readonly uint[] Table = MakeTable();

    public uint Value { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var crc = ~Value;
        foreach (var b in bytes)
            crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        Value = ~crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            table[i] = crc;
        }

        return table;
    }
}
